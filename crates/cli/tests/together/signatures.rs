//! `wxpay sign` and `wxpay verify` on published examples (tests/vectors/published.json).

use std::process::Output;

use serde_json::{Value, json};

use crate::process::run;

/// The key of the example of pay.weixin.qq.com/doc/v2/merchant/4011939566.
const KEY: &str = "qazwsxedcrfvtgbyhnujmikolp111111";
const PAY_SIGN: &str = "22D9B4E54AB1950F51E0649E8810ACD6";

fn params() -> Value {
    json!({
        "appId": "wxd678efh567hg6787",
        "nonceStr": "5K8264ILTKCH16CQ2502SI8ZNMTM67VS",
        "package": "prepay_id=wx2017033010242291fcfe0db70013231072",
        "signType": "MD5",
        "timeStamp": "1490840662",
    })
}

fn with(name: &str, value: &str) -> Value {
    let mut params = params();
    params[name] = value.into();
    params
}

fn wxpay(args: &[&str], params: &Value) -> Output {
    run(args, &[("WXPAY_API_V2_KEY", KEY)], &params.to_string())
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn published_examples_are_signed_as_published() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/vectors/published.json");
    let vectors: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let mut signed = 0;
    for vector in vectors.as_array().unwrap() {
        let (input, key) = (&vector["input"], vector["key"].as_str().unwrap_or_default());
        let sign_type = input["sign_type"].as_str().unwrap_or_default();
        if !matches!(sign_type, "MD5" | "HMAC-SHA256")
            || key.len() != 32
            || !input["params"].is_object()
        {
            continue;
        }
        let vars = [("WXPAY_API_V2_KEY", key)];
        let done = run(&["sign", "--sign-type", sign_type], &vars, &input["params"].to_string());
        let expected = format!("signature: {}\n", vector["expected"].as_str().unwrap());
        let out = text(&done.stdout);
        assert!(out.ends_with(&expected), "{}: {out} {}", vector["id"], text(&done.stderr));
        signed += 1;
    }
    assert!(signed >= 4, "only {signed} vectors");
}

#[test]
fn what_was_signed_is_shown_without_the_key() {
    let done = wxpay(&["sign"], &params());
    assert_eq!(done.status.code(), Some(0));
    assert_eq!(
        text(&done.stdout),
        format!(
            "canonical: appId=wxd678efh567hg6787&nonceStr=5K8264ILTKCH16CQ2502SI8ZNMTM67VS&\
             package=prepay_id=wx2017033010242291fcfe0db70013231072&signType=MD5&\
             timeStamp=1490840662\nsignature: {PAY_SIGN}\n"
        )
    );
    assert!(done.stderr.is_empty());
}

#[test]
fn parameters_and_key_may_come_from_files() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    std::fs::write(path("params.json"), params().to_string()).unwrap();
    std::fs::write(path("key.txt"), format!("{KEY}\n")).unwrap();
    let done = run(&["sign", &path("params.json"), "--key-file", &path("key.txt")], &[], "");
    assert!(text(&done.stdout).ends_with(&format!("{PAY_SIGN}\n")), "{done:?}");
    let vars = [("WXPAY_API_V2_KEY_FILE", path("key.txt"))];
    let done = run(&["sign", "-"], &[(vars[0].0, &vars[0].1)], &params().to_string());
    assert!(text(&done.stdout).ends_with(&format!("{PAY_SIGN}\n")), "{done:?}");
}

#[test]
fn a_right_signature_is_0_a_wrong_one_1() {
    let right = wxpay(&["verify"], &with("paySign", PAY_SIGN));
    assert_eq!(right.status.code(), Some(0), "{right:?}");
    assert_eq!(wxpay(&["verify", "--signature", PAY_SIGN], &params()).status.code(), Some(0));
    for wrong in [&PAY_SIGN.to_lowercase(), "22D9", "00000000000000000000000000000000"] {
        let done = wxpay(&["verify"], &with("paySign", wrong));
        assert_eq!(done.status.code(), Some(1), "{wrong}");
        assert!(text(&done.stdout).contains("signature: wrong"));
    }
    // as wx.requestPayment gets it: appId is missing
    let mut sent = with("paySign", PAY_SIGN);
    sent.as_object_mut().unwrap().remove("appId");
    let done = wxpay(&["verify"], &sent);
    assert_eq!(done.status.code(), Some(1));
    assert!(text(&done.stdout).contains("appId"));
}

#[test]
fn whatever_cannot_be_signed_or_checked_is_2_and_shows_no_key() {
    let twice = json!({ "a": "1", "sign": "X", "paySign": "Y" });
    for (args, input) in [
        (&["verify"][..], params().to_string()),
        (&["verify"], twice.to_string()),
        (&["verify", "--sign-type", "HMAC-SHA256"], with("paySign", PAY_SIGN).to_string()),
        (&["sign"], "not json".into()),
        (&["sign"], json!({ "total_fee": 1 }).to_string()),
        (&["sign"], r#"{"a":"1","a":"2"}"#.into()),
        (&["sign"], json!({ "a": " 1" }).to_string()),
        (&["sign"], with("signType", "md5").to_string()),
        (&["sign"], with("signType", "RSA").to_string()),
        (&["sign", "--sign-type", "SHA1"], params().to_string()),
        (&["sign", "/nobody/has/this/file"], String::new()),
        (&["sign", "--key-file", "/nobody/has/this/file"], params().to_string()),
        (&["sign", "--key", KEY], params().to_string()),
        (&["sign", &format!("--key={KEY}")], params().to_string()),
        (&["sign", "--key-file", KEY], params().to_string()),
        (&["doctor", KEY], params().to_string()),
        (&["sign", "a.json", KEY], params().to_string()),
        (&["unsign"], String::new()),
        (&[], String::new()),
    ] {
        let done = run(args, &[("WXPAY_API_V2_KEY", KEY)], &input);
        assert_eq!(done.status.code(), Some(2), "{args:?} {input}");
        assert!(!text(&done.stdout).contains("signature:"), "{args:?} {input}");
        assert!(!text(&done.stderr).contains(KEY), "{args:?} {input}");
        assert!(!done.stderr.is_empty(), "{args:?} {input}");
    }
    let short = run(&["sign"], &[("WXPAY_API_V2_KEY", "too short")], &params().to_string());
    assert_eq!(short.status.code(), Some(2));
    assert!(!text(&short.stderr).contains("too short"));
    let none = run(&["sign"], &[], &params().to_string());
    assert_eq!(none.status.code(), Some(2));
    assert!(text(&none.stderr).contains("WXPAY_API_V2_KEY"));
}

/// The official example of API v3 and its published key (tests/vectors/doctor/published.json).
#[test]
fn the_official_payment_of_api_v3_is_signed_and_verified() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/vectors/doctor/published.json");
    let published: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let vectors = published["vectors"].as_array().unwrap();
    let vector = vectors.iter().find(|it| it["id"] == "v3-mini-paysign-official").unwrap();
    let lines = vector["input"].as_str().unwrap();
    let sign = vector["expected"].as_str().unwrap();
    let texts: Vec<&str> = lines.lines().collect();
    let params = json!({
        "appId": texts[0], "timeStamp": texts[1], "nonceStr": texts[2], "package": texts[3],
        "signType": "RSA",
    });
    let folder = tempfile::tempdir().unwrap();
    let key = |name: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, published["keys"][name].as_str().unwrap()).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let done = run(&["sign", "--private-key", &key("merchant-private")], &[], &params.to_string());
    assert_eq!(text(&done.stdout), format!("canonical:\n{lines}signature: {sign}\n"), "{done:?}");
    for (sign, code) in [(sign, 0), (&sign.replace('+', " "), 1), ("AAAA", 1)] {
        let args = ["verify", "--signature", sign, "--merchant-key", &key("merchant-certificate")];
        let done = run(&args, &[], &params.to_string());
        assert_eq!(done.status.code(), Some(code), "{done:?}");
    }
    for args in [
        &["sign"][..],
        &["sign", "--private-key", &key("merchant")],
        &["verify", "--signature", sign],
        &["verify", "--signature", sign, "--merchant-key", "/nobody/has/this"],
    ] {
        let done = run(args, &[], &params.to_string());
        assert_eq!(done.status.code(), Some(2), "{args:?} {done:?}");
        assert!(!text(&done.stderr).contains("MII"), "{done:?}");
    }
}

#[test]
fn parameters_may_be_xml_or_options_and_the_result_json() {
    let order = "\u{feff}<xml><appid>wxd930ea5d5a258f4f</appid><body>test</body>\
        <device_info>1000</device_info><mch_id>10000100</mch_id>\
        <nonce_str>ibuaiVcKdpRxkhJA</nonce_str>SIGN</xml>";
    // the official example (tests/vectors/published.json, v2-request-md5-official)
    let vars = [("WXPAY_API_V2_KEY", "192006250b4c09247ec02edce69f6a2d")];
    let right = "<sign>9A0A8659F005D6984697E2CA0A9CF3B7</sign>";
    for (sign, code) in [(right, 0), ("<sign>9A0A8659F005D6984697E2CA0A9CF3B8</sign>", 1), ("", 2)]
    {
        let done = run(&["verify"], &vars, &order.replace("SIGN", sign));
        assert_eq!(done.status.code(), Some(code), "{done:?}");
    }
    let done = run(&["sign", "--json"], &vars, &order.replace("SIGN", right));
    let report: Value = serde_json::from_slice(&done.stdout).unwrap();
    let canonical = "appid=wxd930ea5d5a258f4f&body=test&device_info=1000&mch_id=10000100&\
        nonce_str=ibuaiVcKdpRxkhJA";
    let expected = json!({
        "version": 1, "signType": "MD5", "canonical": canonical,
        "signature": "9A0A8659F005D6984697E2CA0A9CF3B7", "authorization": null,
    });
    assert_eq!(report, expected);

    let options = [
        "--appid",
        "wxd678efh567hg6787",
        "--time-stamp",
        "1490840662",
        "--nonce-str",
        "5K8264ILTKCH16CQ2502SI8ZNMTM67VS",
        "--package",
        "prepay_id=wx2017033010242291fcfe0db70013231072",
    ];
    let vars = [("WXPAY_API_V2_KEY", KEY)];
    let done = run(&[&["sign"][..], &options].concat(), &vars, "");
    assert!(text(&done.stdout).ends_with(&format!("signature: {PAY_SIGN}\n")), "{done:?}");
    let args = [&["verify", "--json", "--signature", PAY_SIGN][..], &options].concat();
    let report: Value = serde_json::from_slice(&run(&args, &vars, "").stdout).unwrap();
    let names: Vec<&String> = report.as_object().unwrap().keys().collect();
    assert_eq!(names, ["canonical", "hint", "signType", "verdict", "version"]);
    assert_eq!(report["verdict"], "right");

    // as wx.requestPayment gets it, and the appid beside it
    let mut sent = with("paySign", PAY_SIGN);
    sent.as_object_mut().unwrap().remove("appId");
    let done = wxpay(&["verify", "--appid", "wxd678efh567hg6787"], &sent);
    assert_eq!(done.status.code(), Some(0), "{done:?}");
    let two = wxpay(&["verify", "--appid", "wx0000000000000000"], &with("paySign", PAY_SIGN));
    assert_eq!(two.status.code(), Some(2), "{two:?}");
}

#[test]
fn what_is_around_a_key_is_named_and_never_signed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key");
    let name = path.to_str().unwrap();
    for (key, told) in [
        (format!("\u{feff}{KEY}"), "byte order mark"),
        (format!(" {KEY}"), "blank"),
        (format!("{KEY}\n\n"), "line end"),
        (format!("\"{KEY}\""), "34 characters"),
        (String::new(), "0 characters"),
    ] {
        std::fs::write(&path, &key).unwrap();
        let done = run(&["sign", "--key-file", name], &[], &params().to_string());
        assert_eq!(done.status.code(), Some(2), "{done:?}");
        assert!(text(&done.stderr).contains(told), "{told}: {done:?}");
    }
    // one line end of Windows is an editor's
    std::fs::write(&path, format!("{KEY}\r\n")).unwrap();
    let done = run(&["sign", "--key-file", name], &[], &params().to_string());
    assert_eq!(done.status.code(), Some(0), "{done:?}");
    std::fs::write(&path, [0x30, 0x82, 0xff, 0xfe]).unwrap();
    let done = run(&["sign", "--key-file", name], &[], &params().to_string());
    assert!(text(&done.stderr).contains("apiclient_cert.p12"), "{done:?}");
}

#[test]
fn help_names_every_command() {
    let done = run(&["--help"], &[], "");
    assert_eq!(done.status.code(), Some(0));
    for command in ["doctor", "merchant", "sandbox", "sign", "verify"] {
        assert!(text(&done.stdout).contains(command));
        assert_eq!(run(&[command, "--help"], &[], "").status.code(), Some(0));
    }
}
