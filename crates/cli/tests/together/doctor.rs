//! `wxpay doctor` as a person runs it.

use std::path::{Path, PathBuf};
use std::process::Output;

use serde_json::{Value, json};

use crate::process::run;

const KEY: &str = "qazwsxedcrfvtgbyhnujmikolp111111";
const APP_ID: &str = "wxd678efh567hg6787";
const RIGHT: &str = "22D9B4E54AB1950F51E0649E8810ACD6";
/// Signed with `appid` instead of `appId`.
const WRONG: &str = "99302844F60A1DC55138604FA865EE84";

fn payment(pay_sign: &str) -> Value {
    json!({
        "timeStamp": "1490840662",
        "nonceStr": "5K8264ILTKCH16CQ2502SI8ZNMTM67VS",
        "package": "prepay_id=wx2017033010242291fcfe0db70013231072",
        "signType": "MD5",
        "paySign": pay_sign,
    })
}

fn doctor(args: &[&str], input: &str) -> Output {
    let args = [&["doctor"], args].concat();
    run(&args, &[("WXPAY_API_V2_KEY", KEY)], input)
}

fn out(done: &Output) -> String {
    String::from_utf8(done.stdout.clone()).unwrap()
}

fn err(done: &Output) -> String {
    String::from_utf8(done.stderr.clone()).unwrap()
}

fn vectors(name: &str) -> Value {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/vectors/doctor/");
    serde_json::from_str(&std::fs::read_to_string([file, name].concat()).unwrap()).unwrap()
}

/// A folder with files, removed when it goes.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn put(&self, name: &str, text: &str) -> String {
        let path: PathBuf = self.0.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn key(&self, name: &str) -> String {
        self.put(name, vectors("published.json")["keys"][name].as_str().unwrap())
    }
}

#[test]
fn the_mistake_is_named_in_the_language_of_the_terminal() {
    for (lang, said) in [
        ("zh_CN.UTF-8", "[已证实] 签名用的参数名是 appid，应为 appId"),
        ("en_US.UTF-8", "[proven] signed under the name appid instead of appId"),
        ("", "[proven] signed under the name appid instead of appId"),
    ] {
        let vars = [("WXPAY_API_V2_KEY", KEY), ("LANG", lang)];
        let done = run(&["doctor", "--appid", APP_ID], &vars, &payment(WRONG).to_string());
        assert_eq!(done.status.code(), Some(1), "{done:?}");
        assert!(out(&done).contains(said), "{}", out(&done));
        assert!(out(&done).contains("app[i]d=") && out(&done).contains("app[I]d="));
        // a pipe is no terminal
        assert!(!out(&done).contains('\x1b') && !out(&done).contains(KEY));
    }
    let zh = doctor(&["--appid", APP_ID, "--lang", "zh"], &payment(WRONG).to_string());
    assert!(out(&zh).contains("已证实"));
}

#[test]
fn the_exit_code_is_the_verdict() {
    let sent = |sign: &str| payment(sign).to_string();
    assert_eq!(doctor(&["--appid", APP_ID], &sent(RIGHT)).status.code(), Some(0));
    assert_eq!(doctor(&["--appid", APP_ID], &sent(WRONG)).status.code(), Some(1));
    assert_eq!(doctor(&["--appid", APP_ID], &sent("22D9")).status.code(), Some(1));
    assert_eq!(run(&["doctor"], &[], &sent(WRONG)).status.code(), Some(3));
    assert_eq!(doctor(&["--surgery"], &sent(WRONG)).status.code(), Some(2));
}

#[test]
fn the_report_as_json_keeps_its_form() {
    let done = doctor(&["--appid", APP_ID, "--json"], &payment(WRONG).to_string());
    let report: Value = serde_json::from_slice(&done.stdout).unwrap();
    let text = |name: &str| {
        format!(
            "{name}=wxd678efh567hg6787&nonceStr=5K8264ILTKCH16CQ2502SI8ZNMTM67VS&\
             package=prepay_id=wx2017033010242291fcfe0db70013231072&signType=MD5&\
             timeStamp=1490840662&key=***"
        )
    };
    let expected = json!({
        "version": 1,
        "verdict": "wrong",
        "checked": [{
            "subject": "paySign",
            "verdict": "wrong",
            "findings": [{
                "certainty": "proven",
                "mistakes": [{
                    "code": "name_spelling",
                    "rows": [4, 5],
                    "field": "appId",
                    "message": {
                        "zh": "签名用的参数名是 appid，应为 appId",
                        "en": "signed under the name appid instead of appId",
                    },
                    "mend": {
                        "zh": "参数名区分大小写并参与排序，请写成 appId。",
                        "en": "Names are case-sensitive and sorted as they are: appId.",
                    },
                }],
                "signed": text("appid"),
                "expected": text("appId"),
                "diff": [
                    { "same": "app" }, { "signed": "i" }, { "expected": "I" },
                    { "same": text("appid")[4..] },
                ],
            }],
        }],
    });
    assert_eq!(report, expected, "{report:#}");
}

#[test]
fn an_object_may_be_as_it_stands_in_javascript_or_be_given_by_flags() {
    let script = format!(
        "wx.requestPayment({{\n  timeStamp: '1490840662', // seconds\n  nonceStr: \
         '5K8264ILTKCH16CQ2502SI8ZNMTM67VS',\n  package: \
         \"prepay_id=wx2017033010242291fcfe0db70013231072\",\n  signType: 'MD5',\n  paySign: \
         '{RIGHT}',\n}})\n"
    );
    let done = doctor(&["--appid", APP_ID], &script);
    assert_eq!(done.status.code(), Some(0), "{done:?}");
    let flags = [
        "--appid",
        APP_ID,
        "--time-stamp",
        "1490840662",
        "--nonce-str",
        "5K8264ILTKCH16CQ2502SI8ZNMTM67VS",
        "--package",
        "wx2017033010242291fcfe0db70013231072",
        "--sign-type",
        "MD5",
        "--pay-sign",
        RIGHT,
    ];
    let done = doctor(&flags, "");
    assert_eq!(done.status.code(), Some(1), "{done:?}");
    assert!(out(&done).contains("bare prepay_id"), "{}", out(&done));
}

#[test]
fn an_envelope_is_opened_and_the_line_end_of_an_editor_is_no_mistake() {
    let envelope = json!({ "code": 0, "message": "ok", "data": payment(RIGHT) }).to_string();
    assert_eq!(doctor(&["--appid", APP_ID], &envelope).status.code(), Some(0));
    let folder = Folder::new();
    let cases = vectors("cases.json");
    let case = cases.as_array().unwrap().iter().find(|it| it["name"] == "a right request").unwrap();
    let text = http("POST /v3/pay/transactions/jsapi HTTP/1.1", &case["case"]["request"]) + "\n";
    let key = folder.key("merchant-certificate");
    let done = doctor(&["--merchant-key", &key], &text);
    assert_eq!(done.status.code(), Some(0), "{done:?}");
}

fn xml(fields: &Value) -> String {
    let fields = fields.as_array().unwrap().iter().map(|pair| {
        let (name, value) = (pair[0].as_str().unwrap(), pair[1].as_str().unwrap());
        format!("  <{name}><![CDATA[{value}]]></{name}>\n")
    });
    format!("<xml>\n{}</xml>\n", fields.collect::<String>())
}

fn http(first: &str, message: &Value) -> String {
    let headers =
        message["headers"].as_array().unwrap().iter().map(|pair| {
            format!("{}: {}\r\n", pair[0].as_str().unwrap(), pair[1].as_str().unwrap())
        });
    let headers: String = headers.collect();
    format!("{first}\r\n{headers}\r\n{}", message["body"].as_str().unwrap())
}

/// Every case of the catalogue, written into the files that a person would have.
#[test]
fn every_case_of_the_catalogue_is_named_from_files() {
    let folder = Folder::new();
    let mut tried = 0;
    for case in vectors("cases.json").as_array().unwrap() {
        let (given, finds) = (&case["case"], &case["finds"]);
        // a process for each: a few of every kind will do
        if tried > 60 && given["payment"].is_object() {
            continue;
        }
        tried += 1;
        let mut args: Vec<String> = vec!["doctor".into(), "--json".into()];
        if let Some(now) = given["now"].as_u64() {
            args.push(format!("--now={now}"));
        }
        let mut option = |name: &str, value: &str| args.extend([name.to_owned(), value.to_owned()]);
        for (name, flag) in [("app_id", "--appid"), ("mch_id", "--mch-id"), ("words", "--err-msg")]
        {
            if let Some(text) = given[name].as_str() {
                option(flag, text);
            }
        }
        for (name, flag) in [
            ("api_v2", "--key-file"),
            ("api_v3", "--api-v3-key-file"),
            ("app_secret", "--app-secret-file"),
            ("other", "--other-key-file"),
        ] {
            if let Some(text) = given["keys"][name].as_str() {
                option(flag, &folder.put(name, &format!("{text}\n")));
            }
        }
        for name in given["rsa"].as_array().into_iter().flatten() {
            let name = name.as_str().unwrap();
            let flag =
                if name.starts_with("wechatpay") { "--wechatpay-key" } else { "--merchant-key" };
            option(flag, &folder.key(name));
        }
        for kind in ["order", "answer", "notification"] {
            if given[kind].is_array() {
                option(&format!("--{kind}"), &folder.put(kind, &xml(&given[kind])));
            }
        }
        if given["payment"].is_object() {
            args.push(folder.put("payment.json", &given["payment"].to_string()));
        }
        let request = &given["request"];
        if request.is_object() {
            let (method, url) =
                (request["method"].as_str().unwrap(), request["url"].as_str().unwrap());
            args.push(
                folder.put("request.http", &http(&format!("{method} {url} HTTP/1.1"), request)),
            );
            if let Some(refusal) = request["refusal"].as_str().filter(|text| !text.is_empty()) {
                args.push(folder.put("refusal.json", refusal));
            }
        }
        if given["received"].is_object() {
            args.push(folder.put("received.http", &http("HTTP/1.1 200 OK", &given["received"])));
        }
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let done = run(&args, &[], "");
        let report: Value = serde_json::from_slice(&done.stdout)
            .unwrap_or_else(|_| panic!("{}: {done:?}", case["name"]));
        assert_eq!(report["verdict"], finds["verdict"], "{}: {report:#}", case["name"]);
        let codes = |finding: &Value| -> Vec<Value> {
            finding["mistakes"].as_array().unwrap().iter().map(|it| it["code"].clone()).collect()
        };
        let findings = report["checked"].as_array().unwrap().iter();
        let named = findings.flat_map(|it| it["findings"].as_array().unwrap()).any(|finding| {
            finding["certainty"] == finds["certainty"]
                && codes(finding) == *finds["codes"].as_array().unwrap()
        });
        assert!(named || finds["codes"] == json!([]), "{}: {report:#}", case["name"]);
    }
    assert!(tried > 60, "only {tried} cases");
}

#[test]
fn whatever_cannot_be_read_is_2_and_says_what_was_expected() {
    let deep = "[".repeat(100_000);
    let deep_script = format!("{{a:{}", "{a:".repeat(100_000)) + &"}".repeat(100_000);
    for input in [
        "",
        "   \n",
        "hello",
        "7",
        "[]",
        "null",
        "\"text\"",
        "{\"a\": 1}",
        "{",
        "<xml>",
        "<xml></xml>",
        "<html><body>502</body></html>",
        "<xml><a><b>1</b></a></xml>",
        "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><xml><a>&e;</a></xml>",
        "<xml><a>&unknown;</a></xml>",
        &deep,
        &deep_script,
    ] {
        let done = doctor(&[], input);
        let shown: String = input.chars().take(40).collect();
        assert_eq!(done.status.code(), Some(2), "{shown}: {done:?}");
        assert!(err(&done).contains("expected one of"), "{shown}: {}", err(&done));
        assert!(out(&done).is_empty());
    }
    let folder = Folder::new();
    let gbk = folder.0.path().join("gbk.xml");
    std::fs::write(&gbk, b"<xml><body>\xb2\xe2</body></xml>").unwrap();
    let done = doctor(&[gbk.to_str().unwrap()], "");
    assert_eq!(done.status.code(), Some(2));
    assert!(err(&done).contains("UTF-8") && err(&done).contains("GBK"));
    let no_pem = folder.put("no.pem", KEY);
    let done = doctor(&["--merchant-key", &no_pem], &payment(WRONG).to_string());
    assert_eq!(done.status.code(), Some(2));
    assert!(err(&done).contains("BEGIN CERTIFICATE") && !err(&done).contains(KEY));
    for args in [["--now=soon", "--json"], ["--key-file", "/nobody/has/this"], ["--lang", "fr"]] {
        let done = doctor(&args, &payment(WRONG).to_string());
        assert_eq!(done.status.code(), Some(2), "{args:?}");
    }
    let alone = r#"{"code":"SIGN_ERROR","message":"x","detail":{"sign_information":{}}}"#;
    assert!(err(&doctor(&[], alone)).contains("give the request"));
}

#[test]
fn what_windows_makes_of_a_file_is_read_or_named() {
    let folder = Folder::new();
    let bytes = |name: &str, bytes: &[u8]| {
        let path = folder.0.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let sent = payment(RIGHT).to_string();
    let bom = bytes("bom.json", format!("\u{feff}{}\r\n", sent.replace(',', ",\r\n")).as_bytes());
    assert_eq!(doctor(&["--appid", APP_ID, &bom], "").status.code(), Some(0));
    let wide: Vec<u8> = sent.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let wide = bytes("utf16.json", &[&[0xff, 0xfe][..], &wide].concat());
    for (path, told) in [
        (wide, "UTF-16"),
        (bytes("zip", &[0x50, 0x4b, 3, 4, 0xc3, 0x28]), "UTF-8"),
        (bytes("big", &vec![b' '; 1024 * 1024 + 1]), "longer than"),
        (bytes("nul", &[0; 100]), "expected one of"),
        (folder.0.path().to_str().unwrap().to_owned(), "cannot be read"),
    ] {
        let done = doctor(&[&path], "");
        assert_eq!(done.status.code(), Some(2), "{path}: {done:?}");
        assert!(err(&done).contains(told) && out(&done).is_empty(), "{path}: {done:?}");
    }
}

#[test]
fn a_second_thing_of_one_kind_is_refused_and_a_body_of_its_own_belongs_to_a_head() {
    let folder = Folder::new();
    let one = folder.put("one.json", &payment(RIGHT).to_string());
    let two = folder.put("two.json", &payment(WRONG).to_string());
    let both = doctor(&["--appid", APP_ID, &one, &two], "");
    assert_eq!(both.status.code(), Some(2), "{both:?}");
    assert!(err(&both).contains("two.json is a second payment"), "{both:?}");
    let flags = doctor(&["--time-stamp", "1490840662", &one], "");
    assert_eq!(flags.status.code(), Some(2), "{flags:?}");

    let cases = vectors("cases.json");
    let find = |name: &str| {
        let case = cases.as_array().unwrap().iter().find(|it| it["name"] == name).unwrap();
        case["case"]["request"].clone()
    };
    let key = folder.key("merchant-certificate");
    let first = "POST /v3/pay/transactions/jsapi HTTP/1.1";
    for (name, code) in [("a right request", 0), ("the body was written again, as Python does", 1)]
    {
        let sent = find(name);
        let whole = http(first, &sent);
        let (head, body) = whole.split_once("\r\n\r\n").unwrap();
        let (head, body) = (folder.put("head", head), folder.put("body", body));
        let done = doctor(&["--merchant-key", &key, &head, "--body", &body], "");
        assert_eq!(done.status.code(), Some(code), "{name}: {done:?}");
        let twice = doctor(&[&folder.put("whole", &whole), &head, "--body", &body], "");
        assert_eq!(twice.status.code(), Some(2), "{name}: {twice:?}");
        let alone = doctor(&[&one, "--body", &body], "");
        assert!(err(&alone).contains("--body belongs to"), "{alone:?}");
    }
}

#[test]
fn a_key_that_is_asked_for_needs_a_terminal() {
    if Path::new("/dev/tty").exists() && std::fs::File::open("/dev/tty").is_ok() {
        println!("skipped: there is a terminal here, and it would be asked");
        return;
    }
    let done = doctor(&["--ask-key"], &payment(WRONG).to_string());
    assert_eq!(done.status.code(), Some(2), "{done:?}");
    assert!(err(&done).contains("--key-file"));
}
