//! Notifications of API v3.

use axum::http::HeaderMap;
use serde_json::{Value, json};

use crate::gateway::KEY;
use crate::platform::API_V3_KEY;
use crate::seal::{PlatformKey, seal};
use crate::shop::Shop;

const PATH: &str = "/notify/v3";

/// A shop with an order that its buyer has paid, and of which nobody has told it yet.
fn paid() -> (Shop, String, Value) {
    let shop = Shop::v3(&[]);
    let number = {
        let buyer = shop.buyer("li");
        let number = buyer.order("oolong");
        buyer.prepay(&number);
        number
    };
    let transaction = shop.platform.pay(&number);
    (shop, number, transaction)
}

fn state(shop: &Shop, number: &str) -> Value {
    let (_, list) = shop.buyer("li").get("/api/orders");
    let orders = list["orders"].as_array().unwrap();
    orders.iter().find(|order| order["outTradeNo"] == number).unwrap()["tradeState"].clone()
}

#[test]
fn a_notification_pays_the_order_without_a_query_and_is_answered_204() {
    let (shop, number, transaction) = paid();
    let (headers, body) = shop.platform.notification("TRANSACTION.SUCCESS", &transaction);
    assert_eq!(shop.send(PATH, &headers, &body), (204, String::new()));
    let (_, order) = shop.buyer("li").query(&number);
    assert_eq!((&order["tradeState"], &order["total"]), (&json!("SUCCESS"), &json!(6800)));
    assert_eq!(order["transactionId"], transaction["transaction_id"]);
    assert!(shop.platform.requests("/v3/pay/transactions/out-trade-no").is_empty());
    // again, and after everything else: it is acknowledged and changes nothing
    assert_eq!(shop.send(PATH, &headers, &body).0, 204);
    assert_eq!(shop.buyer("li").query(&number).1["tradeState"], "SUCCESS");
}

#[test]
fn the_same_notification_at_many_doors_at_once_counts_once() {
    let (shop, number, transaction) = paid();
    let (headers, body) = shop.platform.notification("TRANSACTION.SUCCESS", &transaction);
    std::thread::scope(|scope| {
        let sent: Vec<_> =
            (0..16).map(|_| scope.spawn(|| shop.send(PATH, &headers, &body).0)).collect();
        for each in sent {
            assert_eq!(each.join().unwrap(), 204);
        }
    });
    assert_eq!(state(&shop, &number), "SUCCESS");
    assert_eq!(shop.settled(&number), 1);
}

#[test]
fn what_is_not_signed_by_wechat_pay_is_refused_with_401_and_opens_nothing() {
    let (shop, number, transaction) = paid();
    let (headers, body) = shop.platform.notification("TRANSACTION.SUCCESS", &transaction);
    let with = |name: &'static str, value: &str| {
        let mut headers = headers.clone();
        match value {
            "" => drop(headers.remove(name)),
            value => drop(headers.insert(name, value.parse().unwrap())),
        }
        headers
    };
    let right = headers["wechatpay-signature"].to_str().unwrap();
    let probe = format!("WECHATPAY/SIGNTEST/{}", &right[19..]);
    for (forged, why) in [
        (HeaderMap::new(), "no headers"),
        (with("wechatpay-signature", ""), "no signature"),
        (with("wechatpay-signature", &probe), "a probe"),
        (with("wechatpay-signature", "AAAA"), "another signature"),
        (with("wechatpay-nonce", "another"), "another nonce"),
        (with("wechatpay-serial", "1234ABCD"), "an unknown serial"),
        (with("wechatpay-serial", "PUB_KEY_ID_0100000000"), "an unknown public key"),
        (PlatformKey::Two.sign(shop.now(), &body), "a certificate that cannot be fetched"),
        (PlatformKey::One.sign(shop.now() - 300, &body), "five minutes old"),
        (PlatformKey::One.sign(shop.now() + 300, &body), "five minutes early"),
        (PlatformKey::One.sign(shop.now(), "another body"), "another body"),
    ] {
        let (status, text) = shop.send(PATH, &forged, &body);
        let answer: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(
            (status, answer),
            (401, json!({ "code": "FAIL", "message": "验签失败" })),
            "{why}"
        );
        assert_eq!(state(&shop, &number), "NOTPAY", "{why}");
    }
    assert_eq!(shop.send(PATH, &headers, &body.replace("支付成功", "支付失败")).0, 401);
    // the probe is followed by the right one
    assert_eq!(shop.send(PATH, &headers, &body).0, 204);
    assert_eq!(state(&shop, &number), "SUCCESS");
}

#[test]
fn a_notification_about_another_amount_merchant_or_order_is_refused() {
    let (shop, number, transaction) = paid();
    for (pointer, value, status) in [
        ("/amount/total", json!(1), 400),
        ("/amount/total", json!("6800"), 400),
        ("/amount/currency", json!("USD"), 400),
        ("/appid", json!("wx0000000000000000"), 400),
        ("/mchid", json!("1900000110"), 400),
        ("/transaction_id", json!(""), 400),
        ("/trade_state", json!("PAID"), 400),
        ("/out_trade_no", json!("NOBODYSORDER"), 404),
        ("/out_trade_no", json!("'; DROP TABLE orders"), 404),
        ("/out_trade_no", Value::Null, 404),
    ] {
        let mut other = transaction.clone();
        *other.pointer_mut(pointer).unwrap() = value;
        let (headers, body) = shop.platform.notification("TRANSACTION.SUCCESS", &other);
        let (found, text) = shop.send(PATH, &headers, &body);
        assert_eq!(found, status, "{pointer} {text}");
        assert!(text.contains("\"FAIL\""), "{text}");
        assert_eq!(state(&shop, &number), "NOTPAY", "{pointer}");
    }
}

#[test]
fn a_second_payment_of_an_order_is_not_acknowledged() {
    let (shop, number, transaction) = paid();
    let (headers, body) = shop.platform.notification("TRANSACTION.SUCCESS", &transaction);
    assert_eq!(shop.send(PATH, &headers, &body).0, 204);
    let mut second = transaction.clone();
    second["transaction_id"] = "4200009999".into();
    let (headers, body) = shop.platform.notification("TRANSACTION.SUCCESS", &second);
    assert_eq!(shop.send(PATH, &headers, &body).0, 400);
    let (_, order) = shop.buyer("li").query(&number);
    assert_eq!(order["transactionId"], transaction["transaction_id"]);
    // nor one transaction for two orders
    let buyer = shop.buyer("li");
    let other = buyer.order("oolong");
    buyer.prepay(&other);
    let mut stolen = shop.platform.pay(&other);
    stolen["transaction_id"] = transaction["transaction_id"].clone();
    let (headers, body) = shop.platform.notification("TRANSACTION.SUCCESS", &stolen);
    assert_eq!(shop.send(PATH, &headers, &body).0, 400);
    assert_eq!(state(&shop, &other), "NOTPAY");
}

/// The same shop after it has heard that the order was closed.
fn closed() -> (Shop, String, Value) {
    let (shop, number, transaction) = paid();
    let mut order = transaction.clone();
    order["trade_state"] = "CLOSED".into();
    shop.platform
        .on("/v3/pay/transactions/out-trade-no", move |_| crate::platform::answer(200, &order));
    assert_eq!(shop.buyer("li").query(&number).1["tradeState"], "CLOSED");
    shop.platform.honest();
    (shop, number, transaction)
}

fn ledger(shop: &Shop) -> Vec<(String, u32)> {
    let mut entries = Vec::new();
    shop.merchant.ledger(|entry| entries.push((entry.kind, entry.amount))).unwrap();
    entries
}

#[test]
fn money_for_an_order_that_was_closed_is_booked_and_can_be_given_back() {
    let (shop, number, transaction) = closed();
    let (headers, body) = shop.platform.notification("TRANSACTION.SUCCESS", &transaction);
    for _ in 0..2 {
        assert_eq!(shop.send(PATH, &headers, &body).0, 204);
    }
    // nothing is delivered for it, and nothing of it is lost
    assert_eq!(state(&shop, &number), "CLOSED");
    assert_eq!(shop.buyer("li").prepay(&number).1["code"], "order_closed");
    assert_eq!(ledger(&shop), [("payment".to_owned(), 6800)]);
    let mut second = transaction.clone();
    second["transaction_id"] = "4200009999".into();
    let (headers, body) = shop.platform.notification("TRANSACTION.SUCCESS", &second);
    assert_eq!(shop.send(PATH, &headers, &body).0, 400);
    let refund = shop.merchant.refund(&number, None, "").unwrap();
    assert_eq!((refund.amount, refund.status), (6800, "PROCESSING"));
    let told = shop.platform.refund_ends(&refund.out_refund_no, "SUCCESS");
    let (headers, body) = shop.platform.notification("REFUND.SUCCESS", &told);
    assert_eq!(shop.send(PATH, &headers, &body).0, 204);
    assert_eq!(ledger(&shop), [("payment".to_owned(), 6800), ("refund".to_owned(), 6800)]);
    assert_eq!(state(&shop, &number), "CLOSED");
}

#[test]
fn money_for_an_order_that_was_closed_is_found_by_whoever_gives_it_back() {
    let (shop, number, _) = closed();
    assert_eq!(shop.merchant.refund(&number, None, "").unwrap().amount, 6800);
    assert_eq!(ledger(&shop), [("payment".to_owned(), 6800)]);
}

#[test]
fn what_was_sealed_with_another_key_or_cannot_be_read_is_refused() {
    let (shop, number, transaction) = paid();
    let envelope = |resource: Value| {
        json!({ "event_type": "TRANSACTION.SUCCESS", "resource": resource }).to_string()
    };
    let text = transaction.to_string();
    let mut other = seal(API_V3_KEY, "0a1b2c3d4e5f", "transaction", &text);
    other["algorithm"] = "AEAD_SM4_GCM".into();
    for body in [
        envelope(seal("another-key-of-thirty-two-chars!", "0a1b2c3d4e5f", "transaction", &text)),
        envelope(seal(KEY, "0a1b2c3d4e5f", "transaction", &text)),
        envelope(seal(API_V3_KEY, "0a1b2c3d4e5f", "transaction", "not json")),
        envelope(other),
        envelope(json!({})),
        envelope(Value::Null),
        "{".into(),
        "[]".into(),
        String::new(),
    ] {
        let (status, answer) = shop.send(PATH, &shop.platform.sign(&body), &body);
        assert_eq!(status, 400, "{body}: {answer}");
        assert!(answer.contains("FAIL"));
    }
    assert_eq!(state(&shop, &number), "NOTPAY");
}

#[test]
fn a_body_without_end_is_refused_before_it_is_read() {
    let (shop, _, _) = paid();
    let body = "x".repeat(70_000);
    assert_eq!(shop.send(PATH, &shop.platform.sign(&body), &body).0, 413);
}

#[test]
fn an_event_that_nobody_waits_for_is_acknowledged() {
    let (shop, number, transaction) = paid();
    let (headers, body) = shop.platform.notification("PAYSCORE.USER_OPEN_SERVICE", &transaction);
    assert_eq!(shop.send(PATH, &headers, &body).0, 204);
    assert_eq!(state(&shop, &number), "NOTPAY");
}

#[test]
fn a_merchant_without_the_keys_of_api_v3_says_that_the_failure_is_its_own() {
    let (shop, _, transaction) = paid();
    let (headers, body) = shop.platform.notification("TRANSACTION.SUCCESS", &transaction);
    assert_eq!(Shop::open().send(PATH, &headers, &body).0, 500);
}
