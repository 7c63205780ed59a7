//! Money that somebody has given back at the merchant console (商户平台): the backend did not ask for it, and
//! enters it all the same, once. That such refunds are notified too: "当商户调用申请退款API接口或通过商户平台申请退款后",
//! pay.weixin.qq.com/docs/merchant/apis/personal-collections/refund-result.html.

use serde_json::{Value, json};

use crate::gateway::MCH_ID;
use crate::platform::answer;
use crate::refunds::{REFUNDS, code, paid, state};
use crate::shop::Shop;

/// Kind, reference and amount of each line.
fn ledger(shop: &Shop) -> Vec<(String, String, u32)> {
    let mut lines = Vec::new();
    shop.merchant.ledger(|entry| lines.push((entry.kind, entry.reference, entry.amount))).unwrap();
    lines
}

pub fn given(shop: &Shop) -> Vec<(String, u32)> {
    let refunds = ledger(shop).into_iter().filter(|(kind, ..)| kind == "refund");
    refunds.map(|(_, reference, amount)| (reference, amount)).collect()
}

fn told(shop: &Shop, number: &str) -> Value {
    let transaction = shop.platform.pay(number)["transaction_id"].clone();
    json!({ "mchid": MCH_ID, "out_trade_no": number, "transaction_id": transaction,
        "out_refund_no": "CONSOLE1", "refund_id": "50000000382019052709732678859",
        "refund_status": "SUCCESS", "amount": { "refund": 800, "total": 6800 } })
}

fn notify(shop: &Shop, told: &Value) -> u16 {
    let (headers, body) = shop.platform.notification("REFUND.SUCCESS", told);
    shop.send("/notify/v3", &headers, &body).0
}

#[test]
fn a_refund_of_the_console_is_entered_once_however_often_it_is_told() {
    let (shop, number) = paid();
    let told = told(&shop, &number);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| assert_eq!(notify(&shop, &told), 204));
        }
    });
    assert_eq!(given(&shop), [("CONSOLE1".to_owned(), 800)]);
    assert_eq!(state(&shop), "REFUND");
    // what is gone cannot be given back again
    assert_eq!(code(shop.merchant.refund(&number, Some(6001), "")), "refund_too_much");
    let rest = shop.merchant.refund(&number, None, "").unwrap();
    assert_eq!((rest.amount, rest.out_refund_no), (6000, format!("{number}-2")));
}

#[test]
fn a_refund_of_the_console_that_is_not_of_the_order_is_refused() {
    let (shop, number) = paid();
    let told = told(&shop, &number);
    for (pointer, value) in [
        ("/amount/refund", json!(6801)),
        ("/amount/refund", json!(0)),
        ("/amount/refund", json!("800")),
        ("/amount/total", json!(6801)),
        ("/mchid", json!("1900000110")),
        ("/transaction_id", json!("4200000000000000000000000000")),
        ("/out_refund_no", json!("")),
        ("/out_refund_no", json!("a b")),
        ("/refund_status", json!("REQUESTED")),
    ] {
        let mut other = told.clone();
        *other.pointer_mut(pointer).unwrap() = value;
        assert_eq!(notify(&shop, &other), 400, "{pointer}");
    }
    let mut stranger = told.clone();
    stranger["out_trade_no"] = "another-order".into();
    assert_eq!(notify(&shop, &stranger), 404);
    assert_eq!((state(&shop), given(&shop)), (json!("SUCCESS"), vec![]));
    // the number is one for ever: told again with another amount, it is not believed
    assert_eq!(notify(&shop, &told), 204);
    let mut more = told;
    more["amount"]["refund"] = 801.into();
    assert_eq!(notify(&shop, &more), 400);
    assert_eq!(given(&shop), [("CONSOLE1".to_owned(), 800)]);
}

#[test]
fn a_refund_of_the_console_is_entered_though_all_of_it_was_asked_for_here() {
    let (shop, number) = paid();
    shop.platform
        .on(REFUNDS, |_| answer(403, &json!({ "code": "NOT_ENOUGH", "message": "余额不足" })));
    assert_eq!(code(shop.merchant.refund(&number, None, "")), "refund_refused");
    let mut told = told(&shop, &number);
    told["amount"]["refund"] = 6800.into();
    assert_eq!(notify(&shop, &told), 204);
    assert_eq!(given(&shop), [("CONSOLE1".to_owned(), 6800)]);
}

#[test]
fn a_refund_whose_payment_was_never_heard_of_brings_both_into_the_ledger() {
    let shop = Shop::v3(&[]);
    let number = {
        let buyer = shop.buyer("li");
        let number = buyer.order("oolong");
        buyer.prepay(&number);
        number
    };
    let told = told(&shop, &number);
    assert_eq!(notify(&shop, &told), 204);
    let mut order = shop.platform.pay(&number);
    order["trade_state"] = "REFUND".into();
    shop.platform.on("/v3/pay/transactions/out-trade-no", move |_| answer(200, &order));
    shop.merchant.pursue().unwrap();
    let kinds: Vec<_> = ledger(&shop).into_iter().map(|(kind, _, fen)| (kind, fen)).collect();
    assert_eq!(kinds, [("refund".to_owned(), 800), ("payment".to_owned(), 6800)]);
    assert_eq!(shop.merchant.pursue().unwrap(), wxpay_merchant::Pursued::default());
}

#[test]
fn an_order_whose_console_refund_was_heard_of_before_its_payment_can_be_refunded() {
    let shop = Shop::v3(&[]);
    let number = {
        let buyer = shop.buyer("li");
        let number = buyer.order("oolong");
        buyer.prepay(&number);
        number
    };
    let told = told(&shop, &number);
    assert_eq!(notify(&shop, &told), 204);
    let mut order = shop.platform.pay(&number);
    order["trade_state"] = "REFUND".into();
    shop.platform.on("/v3/pay/transactions/out-trade-no", move |_| answer(200, &order));
    let rest = shop.merchant.refund(&number, Some(6000), "").unwrap();
    assert_eq!((rest.amount, rest.status), (6000, "PROCESSING"));
}

#[test]
fn a_refund_of_the_console_that_is_under_way_is_not_the_operators() {
    let (shop, number) = paid();
    let mut told = told(&shop, &number);
    told["refund_status"] = "ABNORMAL".into();
    assert_eq!(notify(&shop, &told), 204);
    for amount in [None, Some(800), Some(6000)] {
        let error = shop.merchant.refund(&number, amount, "").unwrap_err();
        assert_eq!(error.code().as_str(), "refund_under_way", "{amount:?}");
        assert!(error.to_string().contains("CONSOLE1"), "{amount:?}: {error}");
    }
    assert!(shop.platform.requests(REFUNDS).is_empty());
}

#[test]
fn a_refund_is_asked_about_by_its_number_whatever_characters_that_has() {
    let (shop, number) = paid();
    let mut told = told(&shop, &number);
    told["refund_status"] = "ABNORMAL".into();
    told["out_refund_no"] = "a|b*c".into();
    assert_eq!(notify(&shop, &told), 204);
    shop.advance(60);
    shop.merchant.pursue().unwrap();
    let urls: Vec<String> =
        shop.platform.requests(REFUNDS).into_iter().map(|asked| asked.url).collect();
    assert_eq!(urls, [format!("{REFUNDS}/a%7Cb%2Ac")]);
}

#[test]
fn a_refund_of_the_console_that_is_under_way_is_brought_to_its_end() {
    let (shop, number) = paid();
    let mut told = told(&shop, &number);
    told["refund_status"] = "ABNORMAL".into();
    assert_eq!(notify(&shop, &told), 204);
    assert_eq!(given(&shop), []);
    told["status"] = "SUCCESS".into();
    shop.platform.on(REFUNDS, move |_| answer(200, &told));
    shop.advance(60);
    assert_eq!(shop.merchant.pursue().unwrap().refunds, 1);
    assert_eq!(given(&shop), [("CONSOLE1".to_owned(), 800)]);
}

#[test]
fn an_order_of_api_v3_that_is_refunded_and_no_refund_is_known_wants_a_person() {
    let shop = Shop::v3(&[]);
    let number = {
        let buyer = shop.buyer("li");
        let number = buyer.order("oolong");
        buyer.prepay(&number);
        number
    };
    let mut order = shop.platform.pay(&number);
    let told = told(&shop, &number);
    order["trade_state"] = "REFUND".into();
    shop.platform.on("/v3/pay/transactions/out-trade-no", move |_| answer(200, &order));
    shop.advance(5);
    shop.merchant.pursue().unwrap();
    let log = String::from_utf8(crate::shop::log().lock().unwrap().clone()).unwrap();
    let line =
        log.lines().find(|line| line.contains("no refund is known") && line.contains(&number));
    assert!(line.is_some_and(|line| line.contains("ERROR")), "{line:?}");
    assert_eq!(notify(&shop, &told), 204);
    assert_eq!(given(&shop), [("CONSOLE1".to_owned(), 800)]);
}
