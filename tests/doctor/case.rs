//! Reading the cases of tests/vectors/doctor. No expectation lives here.

use serde_json::Value;
use wxpay_mini::doctor::{
    Case, Given, Kind, Message, MessageKind, Owner, Received, Request, RsaKey, Secret,
};

pub fn cases() -> Vec<Value> {
    serde_json::from_str(include_str!("../vectors/doctor/cases.json")).expect("a list of cases")
}

pub fn published() -> Value {
    serde_json::from_str(include_str!("../vectors/doctor/published.json")).expect("vectors")
}

/// A key of the published file by its name.
pub fn key(name: &str) -> RsaKey {
    let owner = if name.starts_with("wechatpay") { Owner::WechatPay } else { Owner::Merchant };
    let keys = &published()["keys"];
    RsaKey::from_pem(owner, keys[name].as_str().expect(name)).expect(name)
}

pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

pub fn pairs(value: &Value) -> Vec<(String, String)> {
    let pairs = value.as_array().expect("a list of pairs").iter();
    pairs.map(|pair| (text(&pair[0]), text(&pair[1]))).collect()
}

pub fn case(value: &Value) -> Case {
    let payment = value["payment"].as_object().map(|object| {
        object.iter().map(|(name, value)| (name.clone(), Given::from(value))).collect()
    });
    let kinds = [
        ("order", MessageKind::Order),
        ("answer", MessageKind::Answer),
        ("notification", MessageKind::Notification),
    ];
    let messages = kinds
        .into_iter()
        .filter(|(name, _)| value[*name].is_array())
        .map(|(name, kind)| Message { kind, fields: pairs(&value[name]) });
    let kinds = [
        ("api_v2", Kind::ApiV2),
        ("api_v3", Kind::ApiV3),
        ("app_secret", Kind::AppSecret),
        ("other", Kind::Other),
    ];
    let secrets = kinds
        .into_iter()
        .filter_map(|(name, kind)| Some(Secret::new(kind, value["keys"][name].as_str()?)));
    let rsa_keys = value["rsa"].as_array().into_iter().flatten().map(|name| key(&text(name)));
    let request = &value["request"];
    let received = &value["received"];
    Case {
        payment,
        app_id: text(&value["app_id"]),
        mch_id: text(&value["mch_id"]),
        messages: messages.collect(),
        secrets: secrets.collect(),
        rsa_keys: rsa_keys.collect(),
        request: request.is_object().then(|| Request {
            method: text(&request["method"]),
            url: text(&request["url"]),
            headers: pairs(&request["headers"]),
            body: text(&request["body"]),
            refusal: text(&request["refusal"]),
        }),
        received: received.is_object().then(|| Received {
            headers: pairs(&received["headers"]),
            body: text(&received["body"]),
        }),
        words: text(&value["words"]),
        now: value["now"].as_u64(),
    }
}
