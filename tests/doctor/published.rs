//! The published examples: right ones are right, and the wrong ones made of them are named.

use super::case::{key, published, text};
use serde_json::Value;
use wxpay_mini::doctor::{
    Case, Certainty, Given, Kind, Received, Request, Secret, Verdict, examine,
};

fn vectors(begin: &str) -> Vec<Value> {
    let all = published()["vectors"].as_array().expect("vectors").clone();
    all.into_iter().filter(|vector| text(&vector["id"]).starts_with(begin)).collect()
}

fn vector(id: &str) -> Value {
    vectors(id).into_iter().find(|vector| vector["id"] == id).expect(id)
}

fn payment(fields: &[(&str, &str)]) -> Option<Vec<(String, Given)>> {
    let given = fields.iter().map(|(name, text)| ((*name).into(), Given::Text((*text).into())));
    Some(given.collect())
}

/// A case of API v3 from its four lines.
fn of_lines(lines: &str, sign: &str) -> Case {
    let lines: Vec<&str> = lines.split('\n').collect();
    Case {
        payment: payment(&[
            ("timeStamp", lines[1]),
            ("nonceStr", lines[2]),
            ("package", lines[3]),
            ("signType", "RSA"),
            ("paySign", sign),
        ]),
        app_id: lines[0].into(),
        rsa_keys: vec![key("merchant")],
        ..Case::default()
    }
}

#[test]
fn the_wrong_signatures_of_v2_are_named() {
    let causes = [
        ("appid-lowercase-name", "name_spelling"),
        ("timestamp-lowercase-name", "name_spelling"),
        ("missing-prepay_id-prefix", "package_prefix"),
        ("app-fields", "app_form"),
        ("signType-missing", "left_out"),
        ("lowercase-digest", "lower_case"),
        ("no-key", "no_key"),
        ("key-trailing-space", "key_space"),
        ("url-encoded-values", "url_encoded"),
        ("hmac-with-md5-signtype", "sign_type_differs"),
        ("sha1", "signature_form other_hash"),
        ("html-timestamp", "html_entity"),
    ];
    assert_eq!(vectors("doctor-v2-").len(), causes.len());
    for (id, codes) in causes {
        let vector = vector(&format!("doctor-v2-{id}"));
        let params = &vector["input"]["params"];
        let names = ["nonceStr", "package", "signType", "timeStamp"];
        let texts = names.map(|name| text(&params[name]));
        let sign = text(&vector["expected"]);
        let mut fields: Vec<(&str, &str)> =
            names.iter().zip(&texts).map(|(name, text)| (*name, text.as_str())).collect();
        fields.push(("paySign", &sign));
        let report = examine(&Case {
            payment: payment(&fields),
            app_id: text(&params["appId"]),
            // the example of APP payment was made with the merchant number of the documentation
            mch_id: "1230000109".into(),
            secrets: vec![Secret::new(Kind::ApiV2, text(&vector["key"]))],
            ..Case::default()
        });
        let finding = report.findings().next().expect(id);
        assert_eq!(finding.certainty, Certainty::Proven, "{id}");
        let found: Vec<&str> = finding.mistakes.iter().map(|it| it.cause().code()).collect();
        assert_eq!(found.join(" "), codes, "{id}");
        assert_eq!(report.verdict(), Verdict::Wrong, "{id}");
    }
}

#[test]
fn the_wrong_signatures_of_v3_are_named() {
    let causes = [
        ("bare-prepay_id", "package_prefix"),
        ("crlf", "crlf"),
        ("literal-backslash-n", "literal_newline"),
        ("v2-style", "v2_form"),
    ];
    assert_eq!(vectors("doctor-v3-").len(), causes.len());
    for (id, code) in causes {
        let vector = vector(&format!("doctor-v3-{id}"));
        let lines = text(&vector["input"]["correct_message"]);
        let report = examine(&of_lines(&lines, &text(&vector["expected"])));
        let finding = report.findings().next().expect(id);
        assert_eq!(finding.certainty, Certainty::Proven, "{id}");
        assert_eq!(finding.mistakes[0].cause().code(), code);
        assert_eq!(finding.signed.as_deref(), vector["input"]["message_signed"].as_str(), "{id}");
        assert_eq!(finding.expected.as_deref(), Some(lines.as_str()), "{id}");
    }
}

fn is_right(case: &Case, id: &str) {
    let report = examine(case);
    assert_eq!(report.verdict(), Verdict::Right, "{id}: {:#}", report.to_json());
    assert_eq!(report.findings().count(), 0, "{id}");
}

#[test]
fn the_official_signature_of_v3_is_right_with_every_form_of_its_key() {
    let vector = vector("v3-mini-paysign-official");
    let mut case = of_lines(&text(&vector["input"]), &text(&vector["expected"]));
    for name in ["merchant", "merchant-private", "merchant-certificate"] {
        case.rsa_keys = vec![key(name)];
        is_right(&case, name);
    }
}

#[test]
fn the_official_requests_of_v3_are_right() {
    for id in ["v3-req-get-path-official", "v3-req-post-body-official"] {
        let vector = vector(id);
        let input = text(&vector["input"]);
        let lines: Vec<&str> = input.splitn(5, '\n').collect();
        let (time, nonce, signature) = (lines[2], lines[3], text(&vector["expected"]));
        let authorization = format!(
            "WECHATPAY2-SHA256-RSA2048 mchid=\"1900007291\",nonce_str=\"{nonce}\",\
             signature=\"{signature}\",timestamp=\"{time}\",\
             serial_no=\"408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB\""
        );
        let request = Request {
            method: lines[0].into(),
            url: lines[1].into(),
            headers: vec![("Authorization".into(), authorization)],
            body: lines[4].trim_end_matches('\n').into(),
            refusal: String::new(),
        };
        let keys = vec![key("merchant-certificate")];
        is_right(&Case { request: Some(request), rsa_keys: keys, ..Case::default() }, id);
    }
}

#[test]
fn the_official_answer_of_v3_is_right() {
    let vector = vector("v3-response-verify-official");
    let input = &vector["input"];
    let headers = [
        ("Wechatpay-Timestamp", &input["timestamp"]),
        ("Wechatpay-Nonce", &input["nonce"]),
        ("Wechatpay-Signature", &input["signature"]),
        ("Wechatpay-Serial", &Value::from("PUB_KEY_ID_0119000072912024100800")),
    ];
    let headers = headers.map(|(name, value)| (name.into(), text(value))).to_vec();
    let received = Received { headers, body: text(&input["body"]) };
    let keys = vec![key("wechatpay-public-doc")];
    let case = Case { received: Some(received), rsa_keys: keys, ..Case::default() };
    is_right(&case, "v3-response-verify-official");
}

#[test]
fn published_resources_open_with_nonces_of_twelve_and_sixteen_bytes() {
    for id in ["v3-aesgcm-java", "v3-aesgcm-axios-2"] {
        let vector = vector(id);
        let body = serde_json::json!({ "resource": vector["input"] }).to_string();
        let report = examine(&Case {
            received: Some(Received { headers: Vec::new(), body }),
            secrets: vec![Secret::new(Kind::ApiV3, text(&vector["key"]))],
            ..Case::default()
        });
        let resource = report.checked.iter().find(|checked| checked.subject == "resource");
        assert_eq!(resource.expect(id).verdict, Verdict::Right, "{id}");
    }
}
