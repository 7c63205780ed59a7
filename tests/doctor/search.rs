//! How long the whole search takes. It prints and never asserts a time: machines differ.
//! `cargo test --release -p wxpay-mini --test doctor -- --nocapture the_whole_search`

use super::case::key;
use std::time::Instant;
use wxpay_mini::doctor::{
    Case, Cause, Given, Kind, Message, MessageKind, Received, Secret, examine,
};

/// Nothing explains this signature: every mistake is tried, and every two.
fn unexplained() -> Case {
    let sent = [
        ("timeStamp", "1490840662"),
        ("nonceStr", "5K8264ILTKCH16CQ2502SI8ZNMTM67VS"),
        ("package", "prepay_id=wx2017033010242291fcfe0db70013231072"),
        ("signType", "MD5"),
        ("paySign", "00000000000000000000000000000000"),
    ];
    Case {
        payment: Some(sent.map(|(name, text)| (name.into(), Given::Text(text.into()))).into()),
        app_id: "wxd678efh567hg6787".into(),
        secrets: vec![Secret::new(Kind::ApiV2, "qazwsxedcrfvtgbyhnujmikolp111111")],
        ..Case::default()
    }
}

fn order() -> Case {
    let names = [
        "appid",
        "mch_id",
        "nonce_str",
        "body",
        "detail",
        "attach",
        "out_trade_no",
        "fee_type",
        "total_fee",
        "spbill_create_ip",
        "time_start",
        "time_expire",
        "goods_tag",
        "notify_url",
        "trade_type",
        "limit_pay",
        "openid",
        "receipt",
        "profit_sharing",
    ];
    let mut fields: Vec<(String, String)> =
        names.iter().map(|name| ((*name).into(), "100&测试".into())).collect();
    fields.push(("sign".into(), "0".repeat(64)));
    let order = Message { kind: MessageKind::Order, fields };
    Case { payment: None, messages: vec![order], ..unexplained() }
}

fn message(bytes: usize) -> Case {
    let headers = [
        ("Wechatpay-Timestamp", "1554208460"),
        ("Wechatpay-Nonce", "593BEC0C930BF1AFEB40B4A08C8FB242"),
        ("Wechatpay-Serial", "PUB_KEY_ID_0119000072912024100800"),
        // made with this key, over a text that nobody knows
        ("Wechatpay-Signature", include_str!("unknown-text.txt").trim()),
    ];
    let headers = headers.map(|(name, text)| (name.into(), text.into())).to_vec();
    let body = format!("{{\"id\":\"{}\",\"name\":\"支付成功\"}}", "x".repeat(bytes));
    let received = Some(Received { headers, body });
    Case { received, rsa_keys: vec![key("wechatpay")], ..Case::default() }
}

#[test]
fn the_whole_search_is_made_and_its_time_printed() {
    for (name, case, cause) in [
        ("payment, MD5", unexplained(), Cause::NotFound),
        ("order of 19 fields, HMAC-SHA256", order(), Cause::NotFound),
        ("message of API v3", message(2_000), Cause::OtherText),
        ("message of API v3, a megabyte", message(1_000_000), Cause::OtherText),
    ] {
        let begun = Instant::now();
        let report = examine(&case);
        println!("{name}: {:.1} ms", begun.elapsed().as_secs_f64() * 1000.0);
        let found = report.findings().flat_map(|finding| &finding.mistakes);
        assert!(found.map(|it| it.cause()).any(|it| it == cause), "{:#}", report.to_json());
    }
}
