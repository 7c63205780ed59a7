//! What became of an order: WeChat Pay's word, checked; never a guess.

use std::sync::Mutex;
use std::sync::mpsc;
use std::time::Duration;

use serde_json::json;

use crate::gateway::{Fields, KEY, found, refused, signed, signed_by, xml};
use crate::platform::{Answer, answer};
use crate::shop::Shop;

#[test]
fn every_state_of_wechat_pay_is_passed_on() {
    for state in
        ["SUCCESS", "REFUND", "NOTPAY", "CLOSED", "REVOKED", "USERPAYING", "PAYERROR", "ACCEPT"]
    {
        let shop = Shop::open();
        let buyer = shop.buyer("li");
        let number = buyer.order("oolong");
        shop.gateway.trade_state(state);
        let (status, order) = buyer.query(&number);
        assert_eq!((status, &order["tradeState"]), (200, &json!(state)));
        assert_eq!(order["outTradeNo"], number.as_str());
        assert_eq!(buyer.get("/api/orders").1["orders"][0]["tradeState"], state);
    }
}

#[test]
fn an_order_that_wechat_pay_does_not_know_is_not_paid() {
    let shop = Shop::open();
    let buyer = shop.buyer("li");
    let number = buyer.order("oolong");
    shop.gateway.on("/pay/orderquery", |asked| refused(asked, "ORDERNOTEXIST"));
    let (status, order) = buyer.query(&number);
    assert_eq!((status, &order["tradeState"]), (200, &json!("NOTPAY")));
}

#[test]
fn a_paid_order_stays_paid_and_is_not_asked_about_again() {
    let shop = Shop::open();
    let buyer = shop.buyer("li");
    let number = buyer.order("oolong");
    shop.gateway.trade_state("SUCCESS");
    buyer.query(&number);
    shop.gateway.trade_state("NOTPAY");
    let (_, order) = buyer.query(&number);
    assert_eq!(order["tradeState"], "SUCCESS");
    assert_eq!(shop.gateway.requests("/pay/orderquery").len(), 1);
}

#[test]
fn a_late_answer_takes_nothing_back() {
    let shop = Shop::open();
    let number = shop.buyer("li").order("oolong");
    // the first query is answered only after the second: NOTPAY arrives when SUCCESS is known
    let (arrived, first) = mpsc::channel();
    let (release, wait) = mpsc::channel::<()>();
    let wait = Mutex::new(wait);
    shop.gateway.on("/pay/orderquery", move |asked| {
        arrived.send(()).unwrap();
        wait.lock().unwrap().recv().unwrap();
        found(asked, "NOTPAY", &[])
    });
    std::thread::scope(|scope| {
        let late = scope.spawn(|| shop.buyer("li").query(&number));
        first.recv().unwrap();
        shop.gateway.trade_state("SUCCESS");
        assert_eq!(shop.buyer("li").query(&number).1["tradeState"], "SUCCESS");
        release.send(()).unwrap();
        let (status, order) = late.join().unwrap();
        assert_eq!((status, &order["tradeState"]), (200, &json!("SUCCESS")));
        assert_eq!(order["transactionId"], "4200001234202611219876543210");
    });
}

#[test]
fn an_answer_about_another_order_or_amount_changes_nothing() {
    for (other, field) in [
        (("total_fee", "1"), "total_fee"),
        (("total_fee", ""), "total_fee"),
        (("total_fee", "6800.0"), "total_fee"),
        (("out_trade_no", "ANOTHER"), "out_trade_no"),
        (("out_trade_no", ""), "out_trade_no"),
        (("appid", "wx0000000000000000"), "appid"),
        (("mch_id", "1"), "mch_id"),
    ] {
        let shop = Shop::open();
        let buyer = shop.buyer("li");
        let number = buyer.order("oolong");
        shop.gateway.on("/pay/orderquery", move |asked| found(asked, "SUCCESS", &[other]));
        let (status, error) = buyer.query(&number);
        assert_eq!((status, &error["code"]), (502, &json!("answer_mismatch")), "{other:?}");
        assert_eq!(error["field"], field, "{other:?}");
        assert_eq!(buyer.get("/api/orders").1["orders"][0]["tradeState"], "NOTPAY");
    }
}

#[test]
fn a_success_without_an_amount_is_not_believed() {
    let shop = Shop::open();
    let buyer = shop.buyer("li");
    let number = buyer.order("oolong");
    for state in ["SUCCESS", "REFUND"] {
        shop.gateway.on("/pay/orderquery", move |asked| {
            let number = asked["out_trade_no"].as_str();
            let told =
                [("trade_state", state), ("out_trade_no", number), ("result_code", "SUCCESS")];
            signed(asked, &told)
        });
        let (status, error) = buyer.query(&number);
        assert_eq!((status, &error["code"]), (502, &json!("answer_mismatch")));
        assert_eq!(error["field"], "total_fee");
    }
    assert_eq!(buyer.get("/api/orders").1["orders"][0]["tradeState"], "NOTPAY");
}

#[test]
fn a_forged_success_is_not_believed() {
    let shop = Shop::with(&[("WXPAY_SIGN_TYPE", "HMAC-SHA256")]);
    let buyer = shop.buyer("li");
    let number = buyer.order("oolong");
    let paid = |asked: &Fields| {
        [
            ("result_code", "SUCCESS".to_owned()),
            ("trade_state", "SUCCESS".to_owned()),
            ("total_fee", "6800".to_owned()),
            ("out_trade_no", asked["out_trade_no"].clone()),
        ]
    };
    for (sign_type, key) in [("HMAC-SHA256", "another-key-of-thirty-two-chars!"), ("MD5", KEY)] {
        shop.gateway.on("/pay/orderquery", move |asked| {
            let fields = paid(asked);
            let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
            signed_by(sign_type, key, &fields)
        });
        let (status, error) = buyer.query(&number);
        assert_eq!((status, &error["code"]), (502, &json!("answer_signature")), "{sign_type}");
    }
    assert_eq!(buyer.get("/api/orders").1["orders"][0]["tradeState"], "NOTPAY");
}

#[test]
fn a_query_that_wechat_pay_refuses_is_no_answer_about_the_order() {
    let shop = Shop::open();
    let buyer = shop.buyer("li");
    let number = buyer.order("oolong");
    shop.gateway.on("/pay/orderquery", |asked| refused(asked, "SYSTEMERROR"));
    let (status, error) = buyer.query(&number);
    assert_eq!((status, &error["code"]), (502, &json!("query_refused")));
    assert_eq!(error["err_code"], "SYSTEMERROR");
}

#[test]
fn a_state_that_nobody_knows_is_not_guessed_at() {
    let shop = Shop::open();
    let buyer = shop.buyer("li");
    let number = buyer.order("oolong");
    shop.gateway.trade_state("PAID");
    let (status, error) = buyer.query(&number);
    assert_eq!((status, &error["code"]), (502, &json!("answer_malformed")));
}

#[test]
fn a_gateway_that_does_not_answer_in_time_leaves_the_order_open() {
    let shop = Shop::patient(&[], Duration::from_millis(200));
    let buyer = shop.buyer("li");
    let number = buyer.order("oolong");
    let (release, wait) = mpsc::channel::<()>();
    let wait = std::sync::Arc::new(Mutex::new(wait));
    for path in ["/pay/orderquery", "/pay/unifiedorder"] {
        let wait = std::sync::Arc::clone(&wait);
        shop.gateway.on(path, move |_| {
            let _ = wait.lock().unwrap().recv();
            String::new()
        });
    }
    let (status, error) = buyer.query(&number);
    assert_eq!((status, &error["code"]), (502, &json!("query_unreachable")));
    let (status, error) = buyer.prepay(&number);
    assert_eq!((status, &error["code"]), (502, &json!("prepay_unreachable")));
    drop(release);
}

#[test]
fn a_gateway_that_is_not_there_is_told_apart_from_an_unpaid_order() {
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let shop = Shop::with(&[("WXPAY_GATEWAY", &format!("http://{nobody}"))]);
    let buyer = shop.buyer("li");
    let number = buyer.order("oolong");
    let (status, error) = buyer.query(&number);
    assert_eq!((status, &error["code"]), (502, &json!("query_unreachable")));
    assert!(error.get("tradeState").is_none());
    let (status, error) = buyer.prepay(&number);
    assert_eq!((status, &error["code"]), (502, &json!("prepay_unreachable")));
}

#[test]
fn a_proxy_that_knows_no_such_order_says_nothing_about_one_that_was_paid() {
    let shop = Shop::v3(&[]);
    let buyer = shop.buyer("li");
    let number = buyer.order("oolong");
    buyer.prepay(&number);
    shop.platform.pay(&number);
    shop.platform.on("/v3/pay/transactions/out-trade-no", |_| Answer {
        change: |headers| headers.clear(),
        ..answer(404, &json!({ "code": "ORDER_NOT_EXIST", "message": "订单不存在" }))
    });
    let (status, error) = buyer.query(&number);
    assert_eq!((status, &error["code"]), (502, &json!("answer_signature")));
    // others in between refuse in words that WeChat Pay does not have: they are told
    shop.platform.on("/v3/pay/transactions/out-trade-no", |_| Answer {
        change: |headers| headers.clear(),
        ..answer(403, &json!({ "code": "REQUEST_BLOCKED", "message": "blocked" }))
    });
    let (status, error) = buyer.query(&number);
    assert_eq!((status, &error["err_code"]), (502, &json!("REQUEST_BLOCKED")));
    shop.platform.honest();
    assert_eq!(buyer.query(&number).1["tradeState"], "SUCCESS");
}

#[test]
fn what_stands_beside_an_unsigned_failure_of_api_v2_is_not_read() {
    let shop = Shop::open();
    let buyer = shop.buyer("li");
    let number = buyer.order("oolong");
    shop.gateway.on("/pay/orderquery", |_| {
        let fields =
            [("return_code", "FAIL"), ("return_msg", "blocked"), ("err_code", "ORDERNOTEXIST")];
        xml(&fields.map(|(name, value)| (name.to_owned(), value.to_owned())).into())
    });
    let (status, error) = buyer.query(&number);
    assert_eq!((status, &error["code"]), (502, &json!("query_refused")));
    assert_eq!((&error["return_msg"], error.get("err_code")), (&json!("blocked"), None));
}
