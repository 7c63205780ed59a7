//! API v3: what is sent, and which answers are believed.

use axum::http::HeaderMap;
use serde_json::{Value, json};

use crate::gateway::{APP_ID, MCH_ID, OPENID};
use crate::platform::{Answer, answer};
use crate::seal::{PUBLIC_KEY, PUBLIC_KEY_ID, PlatformKey, is_merchants};
use crate::shop::{NOW, Shop};

const QUERY: &str = "/v3/pay/transactions/out-trade-no/";
const JSAPI: &str = "/v3/pay/transactions/jsapi";

#[test]
fn a_buyer_orders_pays_and_the_order_is_paid_signed_with_rsa() {
    let shop = Shop::v3(&[]);
    let buyer = shop.buyer("li");
    let number = buyer.order("oolong");
    let (status, params) = buyer.prepay(&number);
    assert_eq!((status, &params["signType"]), (200, &json!("RSA")), "{params}");
    let text = |name: &str| params[name].as_str().unwrap();
    assert!(text("package").starts_with("prepay_id=wx2711"));
    let lines = [APP_ID, text("timeStamp"), text("nonceStr"), text("package"), ""].join("\n");
    assert!(is_merchants(&lines, text("paySign")));
    assert_eq!(params["pair"], "client");

    let sent = &shop.platform.requests(JSAPI)[0];
    assert_eq!(
        sent.body,
        json!({
            "appid": APP_ID,
            "mchid": MCH_ID,
            "description": "山茶小店-高山乌龙",
            "out_trade_no": number,
            "time_expire": "2026-11-22T14:43:50+08:00",
            "notify_url": "https://shop.example.com/notify/v3",
            "amount": { "total": 6800, "currency": "CNY" },
            "payer": { "openid": format!("{OPENID}-li") },
        })
    );
    assert_eq!(buyer.query(&number).1["tradeState"], "NOTPAY");
    shop.platform.pay(&number);
    let (status, paid) = buyer.query(&number);
    assert_eq!(
        (status, &paid["tradeState"], &paid["total"]),
        (200, &json!("SUCCESS"), &json!(6800))
    );
    assert!(paid["transactionId"].as_str().unwrap().starts_with("42000"));
    assert!(shop.platform.requests(QUERY)[0].url.ends_with(&format!("{number}?mchid={MCH_ID}")));
    // the certificates were fetched once
    assert_eq!(shop.platform.requests("/v3/certificates").len(), 1);
}

#[test]
fn with_a_public_key_no_certificate_is_fetched_and_its_id_is_asked_for() {
    let key = [("WXPAY_PUBLIC_KEY_ID", PUBLIC_KEY_ID), ("WXPAY_PUBLIC_KEY", PUBLIC_KEY)];
    let shop = Shop::v3(&key);
    shop.platform.uses(PlatformKey::PublicKey, &[]);
    let buyer = shop.buyer("li");
    let number = buyer.order("oolong");
    assert_eq!(buyer.prepay(&number).0, 200);
    assert_eq!(shop.platform.requests(JSAPI)[0].headers["wechatpay-serial"], PUBLIC_KEY_ID);
    assert!(shop.platform.requests("/v3/certificates").is_empty());
    // during a change both are in use
    shop.platform.uses(PlatformKey::One, &[PlatformKey::One]);
    assert_eq!(buyer.query(&number).0, 200);
    assert_eq!(shop.platform.requests("/v3/certificates").len(), 1);
}

#[test]
fn a_new_certificate_is_fetched_when_it_is_used_and_at_most_once_a_minute() {
    let shop = Shop::v3(&[]);
    let buyer = shop.buyer("li");
    let number = buyer.order("oolong");
    buyer.prepay(&number);
    shop.advance(61);
    shop.platform.uses(PlatformKey::Two, &[PlatformKey::One, PlatformKey::Two]);
    assert_eq!(buyer.query(&number).0, 200);
    assert_eq!(shop.platform.requests("/v3/certificates").len(), 2);
    // one that nobody can fetch is asked for once
    shop.platform.uses(PlatformKey::One, &[PlatformKey::Two]);
    shop.advance(61);
    for _ in 0..3 {
        shop.platform.on(QUERY, |_| Answer {
            change: |headers| {
                headers.insert("wechatpay-serial", "1234ABCD".parse().unwrap());
            },
            ..answer(200, &json!({}))
        });
        assert_eq!(buyer.query(&number).1["code"], "answer_signature");
    }
    assert_eq!(shop.platform.requests("/v3/certificates").len(), 3);
}

#[test]
fn certificates_are_fetched_again_before_twelve_hours_are_over() {
    let shop = Shop::v3(&[]);
    let buyer = shop.buyer("li");
    let number = buyer.order("oolong");
    buyer.prepay(&number);
    shop.advance(12 * 3600 - 1);
    // what is there holds when they cannot be had
    shop.platform.on("/v3/certificates", |_| answer(500, &json!({ "code": "SYSTEM_ERROR" })));
    assert_eq!(shop.buyer("li").query(&number).0, 200);
    assert_eq!(shop.platform.requests("/v3/certificates").len(), 2);
}

fn certificates() -> Answer {
    answer(200, &json!({ "data": [PlatformKey::One.certificate(crate::platform::API_V3_KEY)] }))
}

#[test]
fn certificates_that_cannot_be_believed_are_not() {
    let cases: [fn() -> Answer; 7] = [
        || Answer { change: HeaderMap::clear, ..certificates() },
        || Answer {
            change: |headers| {
                headers.insert("wechatpay-nonce", "another".parse().unwrap());
            },
            ..certificates()
        },
        || answer(404, &json!({ "code": "RESOURCE_NOT_EXISTS", "message": "无可用的平台证书" })),
        || {
            answer(
                200,
                &json!({ "data": [PlatformKey::One.certificate("another-key-of-thirty-two-chars!")] }),
            )
        },
        || {
            answer(
                200,
                &json!({ "data": [PlatformKey::Two.certificate(crate::platform::API_V3_KEY)] }),
            )
        },
        || answer(200, &json!({ "data": [] })),
        || {
            let mut entry = PlatformKey::One.certificate(crate::platform::API_V3_KEY);
            entry["serial_no"] = "1234ABCD".into();
            answer(200, &json!({ "data": [entry] }))
        },
    ];
    for (at, case) in cases.into_iter().enumerate() {
        let shop = Shop::v3(&[]);
        shop.platform.on("/v3/certificates", move |_| case());
        let buyer = shop.buyer("li");
        let (status, error) = buyer.prepay(&buyer.order("oolong"));
        let code = error["code"].as_str().unwrap();
        assert!(
            status == 502 && matches!(code, "certificates_unavailable" | "answer_signature"),
            "{at} {error}"
        );
    }
}

/// What comes of an answer to a prepay and to a query.
fn judged(make: fn(Answer) -> Answer) -> (String, String) {
    let shop = Shop::v3(&[]);
    let buyer = shop.buyer("li");
    let number = buyer.order("oolong");
    buyer.prepay(&number);
    let order = shop.platform.pay(&number);
    let other = buyer.order("jasmine");
    shop.platform.on(JSAPI, move |_| make(answer(200, &json!({ "prepay_id": "wx1" }))));
    shop.platform.on(QUERY, move |_| make(answer(200, &order)));
    let (_, prepared) = buyer.prepay(&other);
    let (_, asked) = buyer.query(&number);
    assert!(
        prepared.get("paySign").is_none() && asked.get("tradeState").is_none(),
        "{prepared} {asked}"
    );
    assert_eq!(buyer.get("/api/orders").1["orders"][1]["tradeState"], "NOTPAY");
    let code = |error: Value| error["code"].as_str().unwrap().to_owned();
    (code(prepared), code(asked))
}

#[test]
fn an_answer_whose_signature_is_wrong_missing_or_old_is_not_believed() {
    let both = ("answer_signature".to_owned(), "answer_signature".to_owned());
    let changed = |answer: Answer| Answer {
        change: |headers| {
            headers.insert("wechatpay-nonce", "another".parse().unwrap());
        },
        ..answer
    };
    assert_eq!(judged(changed), both);
    for name in
        ["wechatpay-timestamp", "wechatpay-nonce", "wechatpay-signature", "wechatpay-serial"]
    {
        let without: fn(Answer) -> Answer = match name {
            "wechatpay-timestamp" => {
                |answer| Answer { change: |h| drop(h.remove("wechatpay-timestamp")), ..answer }
            }
            "wechatpay-nonce" => {
                |answer| Answer { change: |h| drop(h.remove("wechatpay-nonce")), ..answer }
            }
            "wechatpay-signature" => {
                |answer| Answer { change: |h| drop(h.remove("wechatpay-signature")), ..answer }
            }
            _ => |answer| Answer { change: |h| drop(h.remove("wechatpay-serial")), ..answer },
        };
        assert_eq!(judged(without), both, "{name}");
    }
    let old = |answer: Answer| Answer {
        change: |headers| {
            // signed rightly, five minutes ago, over no body
            *headers = PlatformKey::One.sign(NOW - 300, "");
        },
        body: String::new(),
        ..answer
    };
    assert_eq!(judged(old), both);
}

#[test]
fn an_answer_about_another_order_amount_or_merchant_changes_nothing() {
    for (pointer, value, field) in [
        ("/appid", json!("wx0000000000000000"), "appid"),
        ("/mchid", json!("1900000110"), "mchid"),
        ("/out_trade_no", json!("ANOTHER12"), "out_trade_no"),
        ("/amount/total", json!(1), "total_fee"),
        ("/amount/total", json!("6800"), "amount.total"),
        ("/amount", json!({}), "amount.total"),
        ("/amount/currency", json!("USD"), "amount.currency"),
        ("/transaction_id", json!(""), "transaction_id"),
    ] {
        let shop = Shop::v3(&[]);
        let buyer = shop.buyer("li");
        let number = buyer.order("oolong");
        buyer.prepay(&number);
        let mut order = shop.platform.pay(&number);
        *order.pointer_mut(pointer).unwrap() = value;
        shop.platform.on(QUERY, move |_| answer(200, &order));
        let (status, error) = buyer.query(&number);
        assert_eq!((status, &error["code"]), (502, &json!("answer_mismatch")), "{pointer} {error}");
        assert_eq!(error["field"], field);
        shop.platform.honest();
        assert_eq!(buyer.query(&number).1["tradeState"], "SUCCESS");
    }
}

#[test]
fn a_refusal_is_passed_on_and_a_paid_order_is_found_out_by_a_query() {
    let shop = Shop::v3(&[]);
    let buyer = shop.buyer("li");
    let number = buyer.order("oolong");
    shop.platform
        .on(JSAPI, |_| answer(403, &json!({ "code": "NO_AUTH", "message": "商户权限异常" })));
    let (status, error) = buyer.prepay(&number);
    assert_eq!((status, &error["code"]), (502, &json!("order_refused")));
    assert_eq!(
        (&error["err_code"], &error["err_code_des"]),
        (&json!("NO_AUTH"), &json!("商户权限异常"))
    );
    // nginx, or whoever else answers for WeChat Pay
    shop.platform.on(JSAPI, |_| Answer {
        status: 502,
        body: "<html>".into(),
        change: |h| h.clear(),
    });
    assert_eq!(buyer.prepay(&number).1["code"], "prepay_unreachable");
    shop.platform.honest();
    buyer.prepay(&number);
    shop.platform.pay(&number);
    shop.advance(2 * 3600 - 600);
    for code in ["ORDERPAID", "INVALID_REQUEST", "OUT_TRADE_NO_USED"] {
        shop.platform
            .on(JSAPI, move |_| answer(400, &json!({ "code": code, "message": "该订单已支付" })));
        let (status, params) = shop.buyer("li").prepay(&number);
        assert_eq!((status, &params["nothingToPay"]), (200, &json!(true)), "{code} {params}");
    }
}

#[test]
fn an_order_keeps_the_version_of_the_api_that_it_was_made_with() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shop.db");
    let database = ("WXPAY_DATABASE", file.to_str().unwrap());
    let old = Shop::with(&[database]).buyer("li").order("oolong");
    let shop = Shop::v3(&[database]);
    let buyer = shop.buyer("li");
    let new = buyer.order("oolong");
    assert_eq!(buyer.prepay(&old).1["signType"], "MD5");
    assert_eq!(buyer.prepay(&new).1["signType"], "RSA");
    assert_eq!(shop.gateway.requests("/pay/unifiedorder").len(), 1);
    assert_eq!(shop.platform.requests(JSAPI).len(), 1);
    // with the keys of one version gone, its orders are told apart instead of being lost
    let shop = Shop::with(&[database]);
    let (status, error) = shop.buyer("li").query(&new);
    assert_eq!((status, &error["code"]), (500, &json!("api_not_configured")));
    assert_eq!(error["field"], "WXPAY_API_V3_KEY");
}
