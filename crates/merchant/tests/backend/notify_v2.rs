//! Notifications of API v2.

use axum::http::HeaderMap;
use serde_json::Value;

use crate::gateway::{Fields, KEY, found, signed_by, xml};
use crate::shop::Shop;

const PATH: &str = "/notify/v2";
const OTHER_KEY: &str = "another-key-of-thirty-two-chars!";

fn shop(sign_type: &'static str) -> (Shop, String) {
    let shop = Shop::with(&[("WXPAY_SIGN_TYPE", sign_type)]);
    let number = shop.buyer("li").order("oolong");
    (shop, number)
}

/// The fields of pay.weixin.qq.com/doc/v2/merchant/4011937248 that a payment has; `others` win.
fn fields<'a>(number: &'a str, others: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("result_code", "SUCCESS"),
        ("openid", "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"),
        ("trade_type", "JSAPI"),
        ("bank_type", "CMC"),
        ("total_fee", "6800"),
        ("cash_fee", "6800"),
        ("fee_type", "CNY"),
        ("transaction_id", "4200001234202611219876543210"),
        ("out_trade_no", number),
        ("time_end", "20261121144350"),
    ];
    fields.retain(|(name, _)| !others.iter().any(|(other, _)| other == name));
    fields.extend(others);
    fields
}

fn send(shop: &Shop, body: &str) -> (u16, bool) {
    let (status, text) = shop.send(PATH, &HeaderMap::new(), body);
    let is_success = text.contains("<return_code><![CDATA[SUCCESS]]></return_code>");
    assert!(is_success || text.contains("<return_code><![CDATA[FAIL]]></return_code>"), "{text}");
    (status, is_success)
}

fn state(shop: &Shop) -> Value {
    shop.buyer("li").get("/api/orders").1["orders"][0]["tradeState"].clone()
}

#[test]
fn a_notification_pays_the_order_without_a_query() {
    for sign_type in ["MD5", "HMAC-SHA256"] {
        let (shop, number) = shop(sign_type);
        let body = signed_by(sign_type, KEY, &fields(&number, &[("sign_type", sign_type)]));
        assert_eq!(send(&shop, &body), (200, true));
        assert_eq!(shop.buyer("li").query(&number).1["tradeState"], "SUCCESS");
        assert!(shop.gateway.requests("/pay/orderquery").is_empty());
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| assert_eq!(send(&shop, &body), (200, true)));
            }
        });
        assert_eq!(shop.settled(&number), 1);
    }
}

#[test]
fn what_is_not_signed_as_the_order_was_is_refused() {
    let (shop, number) = shop("HMAC-SHA256");
    let good = fields(&number, &[]);
    let unsigned = signed_by("HMAC-SHA256", KEY, &good).split("<sign>").next().unwrap().to_owned();
    let said = |sign_type: &'static str| fields(&number, &[("sign_type", sign_type)]);
    for (body, why) in [
        (unsigned + "</xml>", "no sign"),
        (signed_by("MD5", KEY, &good), "a downgrade"),
        (signed_by("MD5", KEY, &said("MD5")), "a downgrade that says so"),
        (signed_by("MD5", KEY, &said("HMAC-SHA256")), "a downgrade that says otherwise"),
        (signed_by("HMAC-SHA256", KEY, &said("MD5")), "another sign_type"),
        (signed_by("HMAC-SHA256", OTHER_KEY, &good), "another key"),
        (signed_by("HMAC-SHA256", KEY, &good).replace("oUpF8", "oUpF9"), "changed on the way"),
        (
            signed_by("HMAC-SHA256", KEY, &good).replace("</xml>", "<added>1</added></xml>"),
            "with a field that nobody knows and nobody signed",
        ),
    ] {
        assert_eq!(send(&shop, &body), (200, false), "{why}");
        assert_eq!(state(&shop), "NOTPAY", "{why}");
    }
    assert_eq!(send(&shop, &signed_by("HMAC-SHA256", KEY, &good)), (200, true));
}

#[test]
fn what_is_not_about_this_order_and_merchant_is_refused() {
    let (shop, number) = shop("MD5");
    for (name, value) in [
        ("total_fee", "1"),
        ("total_fee", ""),
        ("fee_type", "USD"),
        ("appid", "wx0000000000000000"),
        ("mch_id", "1900000110"),
        ("out_trade_no", "NOBODYSORDER"),
        ("out_trade_no", ""),
        ("transaction_id", ""),
    ] {
        let body = signed_by("MD5", KEY, &fields(&number, &[(name, value)]));
        assert_eq!(send(&shop, &body), (200, false), "{name} {value}");
        assert_eq!(state(&shop), "NOTPAY", "{name} {value}");
    }
}

#[test]
fn xml_with_a_dtd_and_what_is_no_xml_is_refused() {
    let (shop, number) = shop("MD5");
    let good = signed_by("MD5", KEY, &fields(&number, &[]));
    for body in [
        format!("<!DOCTYPE xml [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>{good}"),
        good.replace("CMC", "]]>&e;<![CDATA["),
        good.replace("<xml>", "<xml><total_fee>1</total_fee>"),
        good.replace("</xml>", ""),
        "{}".into(),
        String::new(),
        "x".repeat(70_000),
        xml(&Fields::from([("return_code".into(), "FAIL".into())])),
    ] {
        assert_eq!(send(&shop, &body), (200, false), "{}", &body[..body.len().min(80)]);
    }
    assert_eq!(state(&shop), "NOTPAY");
}

#[test]
fn a_payment_that_failed_is_acknowledged_and_leaves_the_order_open() {
    let (shop, number) = shop("MD5");
    let failed = signed_by(
        "MD5",
        KEY,
        &fields(&number, &[("result_code", "FAIL"), ("err_code", "SYSTEMERROR")]),
    );
    assert_eq!(send(&shop, &failed), (200, true));
    assert_eq!(state(&shop), "NOTPAY");
    assert_eq!(send(&shop, &signed_by("MD5", KEY, &fields(&number, &[]))), (200, true));
    // the failure comes again, late
    assert_eq!(send(&shop, &failed), (200, true));
    assert_eq!(state(&shop), "SUCCESS");
}

#[test]
fn a_notification_and_a_query_of_the_same_payment_count_once() {
    let (shop, number) = shop("MD5");
    shop.gateway.on("/pay/orderquery", |asked| found(asked, "SUCCESS", &[]));
    assert_eq!(shop.buyer("li").query(&number).1["tradeState"], "SUCCESS");
    let body = signed_by("MD5", KEY, &fields(&number, &[]));
    assert_eq!(send(&shop, &body), (200, true));
    assert_eq!(shop.settled(&number), 1);
}
