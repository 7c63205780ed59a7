//! `wxpay sign` and `wxpay verify` on HTTP messages of API v3, from tests/vectors/doctor.

use std::process::Output;

use serde_json::{Value, json};

use crate::process::run;

fn vectors(name: &str) -> Value {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/vectors/doctor/");
    serde_json::from_str(&std::fs::read_to_string([folder, name].concat()).unwrap()).unwrap()
}

fn case(name: &str) -> Value {
    let cases = vectors("cases.json");
    let found = cases.as_array().unwrap().iter().find(|it| it["name"] == name);
    found.expect(name)["case"].clone()
}

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn put(&self, name: &str, text: &str) -> String {
        let path = self.0.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn key(&self, name: &str) -> String {
        self.put(name, vectors("published.json")["keys"][name].as_str().unwrap())
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Cases of cases.json, the exit code, and something that is said.
const RECEIVED: [(&str, i32, &str); 6] = [
    ("a right message", 0, "signature: right"),
    ("Wechatpay-Serial is missing", 0, "signature: right"),
    ("the body was written again by a framework", 1, "signature: wrong"),
    ("a byte order mark got before the body", 1, "signature: wrong"),
    ("WeChat Pay's probe", 1, "hint: this is WeChat Pay's probe"),
    ("the public key was expected, a certificate is at hand", 1, "hint: the message names the key"),
];

/// The first line and the headers, with an empty line behind them.
fn head(first: &str, message: &Value) -> String {
    let headers =
        message["headers"].as_array().unwrap().iter().map(|pair| {
            format!("{}: {}\r\n", pair[0].as_str().unwrap(), pair[1].as_str().unwrap())
        });
    format!("{first}\r\n{}\r\n", headers.collect::<String>())
}

fn first_line(request: &Value) -> String {
    format!("{} {} HTTP/1.1", request["method"].as_str().unwrap(), request["url"].as_str().unwrap())
}

fn body(message: &Value) -> &str {
    message["body"].as_str().unwrap()
}

fn json_of(done: &Output) -> Value {
    serde_json::from_slice(&done.stdout).unwrap_or_else(|_| panic!("{done:?}"))
}

#[test]
fn requests_are_verified_with_the_merchants_key_in_one_file_or_two() {
    let folder = Folder::new();
    let key = folder.key("merchant-certificate");
    for (name, code) in [
        ("a right request", 0),
        ("a right request to a whole address", 0),
        ("the query was not signed", 1),
        ("the body was written again, as Python does", 1),
        ("another private key", 1),
        ("there is no Authorization header", 2),
        ("the scheme is missing", 2),
    ] {
        let sent = &case(name)["request"];
        let head = head(&first_line(sent), sent);
        let whole = run(&["verify", "--merchant-key", &key], &[], &(head.clone() + body(sent)));
        assert_eq!(whole.status.code(), Some(code), "{name}: {whole:?}");
        let args =
            ["verify", "-", "--merchant-key", &key, "--body", &folder.put("body", body(sent))];
        let parts = run(&args, &[], &head);
        assert_eq!(parts.status.code(), Some(code), "{name}: {parts:?}");
        assert_eq!(text(&parts.stdout), text(&whole.stdout));
        let verdict = ["signature: right", "signature: wrong", ""][code as usize];
        assert!(text(&whole.stdout).contains(verdict), "{name}: {whole:?}");
    }
    // the certificate that a merchant's environment names already
    let sent = &case("a right request")["request"];
    let whole = head(&first_line(sent), sent) + body(sent);
    let done = run(&["verify", "--json"], &[("WXPAY_CERTIFICATE_FILE", &key)], &whole);
    let report = json_of(&done);
    assert_eq!((&report["version"], &report["verdict"]), (&json!(1), &json!("right")));
    let canonical = report["canonical"].as_str().unwrap();
    assert!(canonical.starts_with("POST\n/v3/pay/transactions/jsapi\n1554208460\n"), "{canonical}");
    assert!(report["hint"].is_null(), "{report}");
    let done = run(&["verify"], &[], &whole);
    assert_eq!(done.status.code(), Some(2));
    assert!(text(&done.stderr).contains("--merchant-key"), "{done:?}");
}

#[test]
fn answers_and_notifications_are_verified_with_the_key_of_wechat_pay() {
    let folder = Folder::new();
    for (name, code, hint) in &RECEIVED {
        let (case, name) = (case(name), *name);
        let received = &case["received"];
        let key = folder.key(case["rsa"][0].as_str().unwrap());
        for first in ["HTTP/1.1 200 OK", "HTTP/2 200", "POST /notify/v3 HTTP/1.1"] {
            let head = head(first, received);
            let whole = head.clone() + body(received);
            let done = run(&["verify", "--wechatpay-key", &key], &[], &whole);
            assert_eq!(done.status.code(), Some(*code), "{name}: {done:?}");
            assert!(text(&done.stdout).contains(hint), "{name}: {done:?}");
            // what `curl -D` leaves where a proxy or 100 Continue answered first
            let head = folder.put("head", &format!("HTTP/1.1 100 Continue\r\n\r\n{head}"));
            let body = folder.put("body", body(received));
            let args = ["verify", &head, "--body", &body, "--wechatpay-key", &key];
            let parts = run(&args, &[], "");
            assert_eq!(text(&parts.stdout), text(&done.stdout), "{name}: {parts:?}");
        }
        // headers alone, as a framework's log shows them
        let head = head("", received);
        let args = ["verify", "-", "--body", &folder.put("body", body(received)), "--json"];
        let done = run(&args, &[("WXPAY_PUBLIC_KEY_FILE", &key)], &head);
        assert_eq!(done.status.code(), Some(*code), "{name}: {done:?}");
    }
}

#[test]
fn every_byte_of_a_body_that_comes_in_a_file_of_its_own_counts() {
    let folder = Folder::new();
    let case = case(RECEIVED[0].0);
    let received = &case["received"];
    let key = folder.key(case["rsa"][0].as_str().unwrap());
    let longer = format!("{}\n", body(received));
    let head = head("HTTP/1.1 200 OK", received);
    let whole = run(&["verify", "--wechatpay-key", &key], &[], &(head.clone() + &longer));
    assert_eq!(whole.status.code(), Some(0), "an editor's line end: {whole:?}");
    let args = ["verify", "-", "--body", &folder.put("body", &longer), "--wechatpay-key", &key];
    assert_eq!(run(&args, &[], &head).status.code(), Some(1));
}

#[test]
fn a_request_is_signed_as_openssl_signs_it_and_its_header_is_whole() {
    let folder = Folder::new();
    let (private, public) = (folder.key("merchant-private"), folder.key("merchant-certificate"));
    let sent = &case("a right request")["request"];
    let header = sent["headers"][0][1].as_str().unwrap();
    // what its Authorization says is kept: the very same signature comes out
    let whole = head(&first_line(sent), sent) + body(sent);
    let done = run(&["sign", "--private-key", &private], &[], &whole);
    assert!(text(&done.stdout).ends_with(&format!("\nAuthorization: {header}\n")), "{done:?}");

    // and from nothing but the first line: made anew, and right
    let args = ["sign", "--private-key", &private, "--json", "--mch-id", "1900007291"];
    let vars = [("WXPAY_MCH_SERIAL", "408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB")];
    let url = "https://api.mch.weixin.qq.com/v3/certificates?x=1#top";
    let report = json_of(&run(&args, &vars, &format!("GET {url}\n")));
    let canonical = report["canonical"].as_str().unwrap();
    assert!(canonical.starts_with("GET\n/v3/certificates?x=1\n"), "{canonical}");
    assert!(canonical.ends_with("\n\n"), "an empty body has a line too: {canonical:?}");
    let header = report["authorization"].as_str().unwrap();
    let signed = format!("GET {url}\nAuthorization: {header}\n\n");
    let checked = run(&["verify", "--merchant-key", &public], &[], &signed);
    assert_eq!(checked.status.code(), Some(0), "{checked:?}");
    let again = json_of(&run(&args, &vars, &format!("GET {url}\n")));
    assert_ne!(report["canonical"], again["canonical"], "a nonce was used twice");

    let args = ["--timestamp", "1554208460", "--nonce", "N", "--body", &folder.put("b", "{}\n")];
    let args = [&["sign", "-", "--private-key", &private][..], &args].concat();
    let done = run(&args, &[], "POST /v3/x\n");
    let out = text(&done.stdout);
    assert!(out.starts_with("canonical:\nPOST\n/v3/x\n1554208460\nN\n{}\n\nsignature: "), "{out}");
    assert!(out.contains("hint: --mch-id and --serial-no"), "{out}");
}

#[test]
fn what_is_no_such_message_is_refused_with_what_is_missing() {
    let folder = Folder::new();
    let (private, public) = (folder.key("merchant-private"), folder.key("merchant-certificate"));
    let body = folder.put("body", "{}");
    let answer = head("HTTP/1.1 200 OK", &case(RECEIVED[0].0)["received"]);
    for (args, input, told) in [
        (&["sign", "--private-key", &private][..], answer.as_str(), "WeChat Pay alone signs"),
        (&["sign", "--private-key", &public], "GET /v3/x", "BEGIN PRIVATE KEY"),
        (&["sign"], "GET /v3/x", "--private-key"),
        (&["sign", "--private-key", &private, "--nonce", "a b"], "GET /v3/x", "nonce_str has"),
        (&["sign", "-", "--body", &body], "{}", "--body belongs to"),
        (&["sign", "-", "--body", "/nobody/has/this"], "GET /v3/x", "/nobody/has/this"),
        (&["verify", "--merchant-key", &public], "GET /v3/x", "no header Authorization"),
        (&["verify"], "HTTP/1.1 200 OK\n\n{}", "Wechatpay-Timestamp is missing"),
        (&["verify"], &answer, "--wechatpay-key"),
        (&["verify", "--signature", "x"], &answer, "--signature is for parameters"),
        (&["sign", "--time-stamp", "1", "-"], "{}", "not both"),
        (&["sign", "--private-key", &body], "GET /v3/x", "BEGIN PRIVATE KEY"),
    ] {
        let done = run(args, &[], input);
        assert_eq!(done.status.code(), Some(2), "{args:?}: {done:?}");
        let err = text(&done.stderr);
        assert!(err.contains(told) && done.stdout.is_empty(), "{args:?} {told}: {err}");
        assert!(!err.contains("MII"), "{err}");
    }
}
