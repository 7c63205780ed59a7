//! Refunds that WeChat Pay has taken while the shop does not know it: whatever is answered afterwards,
//! by whomever, the money goes back once.

use axum::http::HeaderMap;
use serde_json::json;
use wxpay_merchant::Merchant;

use crate::gateway::{Fields, MCH_ID, refused, signed, xml};
use crate::platform::{Answer, answer};
use crate::refund_notice_v2::tell;
use crate::refunds::{REFUNDS, code, paid, state};
use crate::shop::{Shop, config};

fn no_answer() -> Answer {
    Answer { status: 502, body: String::new(), change: HeaderMap::clear }
}

/// WeChat Pay takes the next refund, and its answer is lost on the way.
fn loses_the_answer(shop: &Shop) {
    let platform = shop.platform.clone();
    shop.platform.on(REFUNDS, move |asked| {
        platform.honestly(asked);
        no_answer()
    });
}

/// Refunds are refused; what became of one is told honestly.
fn refuses(shop: &Shop, refusal: Answer) {
    let platform = shop.platform.clone();
    shop.platform.on(REFUNDS, move |asked| match asked.method.as_str() {
        "POST" => refusal.clone(),
        _ => platform.honestly(asked),
    });
}

fn numbers(shop: &Shop) -> Vec<String> {
    let mut numbers: Vec<String> = shop
        .platform
        .requests(REFUNDS)
        .iter()
        .filter_map(|asked| asked.body["out_refund_no"].as_str().map(str::to_owned))
        .collect();
    numbers.dedup();
    numbers
}

#[test]
fn a_refund_that_was_taken_is_found_out_though_asking_again_is_refused() {
    let (shop, number) = paid();
    loses_the_answer(&shop);
    assert_eq!(code(shop.merchant.refund(&number, Some(1000), "")), "refund_unreachable");
    refuses(&shop, answer(403, &json!({ "code": "USER_ACCOUNT_ABNORMAL", "message": "账户异常" })));
    let refund = shop.merchant.refund(&number, Some(1000), "").unwrap();
    assert_eq!((refund.out_refund_no, refund.status), (format!("{number}-1"), "PROCESSING"));
    let told = shop.platform.refund_ends(&format!("{number}-1"), "SUCCESS");
    let (headers, body) = shop.platform.notification("REFUND.SUCCESS", &told);
    assert_eq!(shop.send("/notify/v3", &headers, &body).0, 204);
    assert_eq!(state(&shop), "REFUND");
    assert_eq!(numbers(&shop), [format!("{number}-1")]);
}

#[test]
fn a_refusal_that_nobody_signed_frees_no_amount() {
    let (shop, number) = paid();
    loses_the_answer(&shop);
    assert_eq!(code(shop.merchant.refund(&number, Some(1000), "")), "refund_unreachable");
    let blocked = json!({ "code": "REQUEST_BLOCKED", "message": "blocked by a firewall" });
    let gone = json!({ "code": "RESOURCE_NOT_EXISTS", "message": "退款单不存在" });
    for (status, body) in [(403, blocked), (404, gone)] {
        let refusal = Answer { change: HeaderMap::clear, ..answer(status, &body) };
        shop.platform.on(REFUNDS, move |_| refusal.clone());
        assert_eq!(code(shop.merchant.refund(&number, Some(1000), "")), "refund_refused");
        assert_eq!(code(shop.merchant.refund(&number, Some(1), "")), "refund_under_way");
    }
    // a signed refusal, and a proxy that says that there is no such refund
    shop.platform.on(REFUNDS, move |asked| match asked.method.as_str() {
        "POST" => answer(403, &json!({ "code": "USER_ACCOUNT_ABNORMAL", "message": "账户异常" })),
        _ => Answer {
            change: HeaderMap::clear,
            ..answer(404, &json!({ "code": "RESOURCE_NOT_EXISTS", "message": "退款单不存在" }))
        },
    });
    assert_eq!(code(shop.merchant.refund(&number, Some(1000), "")), "refund_refused");
    shop.platform.honest();
    assert_eq!(shop.merchant.refund(&number, Some(1000), "").unwrap().status, "PROCESSING");
    assert_eq!(numbers(&shop), [format!("{number}-1")]);
}

#[test]
fn that_wechat_pay_knows_no_refund_ends_none_whose_request_is_still_on_its_way() {
    let (shop, number) = paid();
    shop.platform.on(REFUNDS, |_| no_answer());
    assert_eq!(code(shop.merchant.refund(&number, Some(1000), "")), "refund_unreachable");
    let late = shop.platform.requests(REFUNDS).pop().unwrap();
    refuses(&shop, answer(403, &json!({ "code": "USER_ACCOUNT_ABNORMAL", "message": "账户异常" })));
    assert_eq!(code(shop.merchant.refund(&number, Some(1000), "")), "refund_refused");
    shop.advance(15 * 60 - 1);
    assert_eq!(code(shop.merchant.refund(&number, Some(1000), "")), "refund_refused");
    // its amount is not free, so nobody can give it back by another number
    assert_eq!(code(shop.merchant.refund(&number, Some(900), "")), "refund_under_way");
    shop.platform.honestly(&late);
    shop.platform.honest();
    let refund = shop.merchant.refund(&number, Some(1000), "").unwrap();
    assert_eq!((refund.out_refund_no, refund.status), (format!("{number}-1"), "PROCESSING"));
    assert_eq!(numbers(&shop), [format!("{number}-1")]);
}

#[test]
fn a_refund_is_over_when_wechat_pay_signs_that_it_knows_none_and_no_request_can_arrive_any_more() {
    let (shop, number) = paid();
    shop.platform.on(REFUNDS, |_| no_answer());
    assert_eq!(code(shop.merchant.refund(&number, Some(1000), "")), "refund_unreachable");
    refuses(&shop, answer(403, &json!({ "code": "USER_ACCOUNT_ABNORMAL", "message": "账户异常" })));
    // a request of API v3 is refused five minutes after it was signed
    shop.advance(15 * 60);
    assert_eq!(code(shop.merchant.refund(&number, Some(1000), "")), "refund_refused");
    shop.platform.honest();
    let refund = shop.merchant.refund(&number, Some(900), "").unwrap();
    assert_eq!(refund.out_refund_no, format!("{number}-2"));
}

#[test]
fn a_refund_that_was_given_up_and_is_carried_out_is_not_acknowledged() {
    let (shop, number) = paid();
    refuses(&shop, answer(403, &json!({ "code": "USER_ACCOUNT_ABNORMAL", "message": "账户异常" })));
    assert_eq!(code(shop.merchant.refund(&number, Some(1000), "")), "refund_refused");
    let told = json!({ "mchid": MCH_ID, "out_trade_no": number,
        "out_refund_no": format!("{number}-1"), "refund_id": "50001", "refund_status": "SUCCESS",
        "amount": { "refund": 1000, "total": 6800 } });
    let (headers, body) = shop.platform.notification("REFUND.SUCCESS", &told);
    let (status, answer) = shop.send("/notify/v3", &headers, &body);
    assert_eq!((status, answer.contains("与订单不符")), (400, true), "{answer}");
}

#[test]
fn a_refund_whose_answer_could_not_be_kept_is_still_on_its_way() {
    let (shop, number) = paid();
    shop.merchant.refund(&number, Some(1000), "").unwrap();
    let first = shop.platform.refund_ends(&format!("{number}-1"), "SUCCESS");
    let (headers, body) = shop.platform.notification("REFUND.SUCCESS", &first);
    assert_eq!(shop.send("/notify/v3", &headers, &body).0, 204);
    // taken, and told with a number of WeChat Pay's that another refund has
    let trade_no = number.clone();
    shop.platform.on(REFUNDS, move |asked| {
        let taken = json!({ "refund_id": first["refund_id"], "out_trade_no": trade_no,
            "out_refund_no": asked.body["out_refund_no"], "status": "PROCESSING",
            "amount": asked.body["amount"] });
        answer(200, &taken)
    });
    assert_eq!(code(shop.merchant.refund(&number, Some(500), "")), "internal");
    refuses(&shop, answer(403, &json!({ "code": "USER_ACCOUNT_ABNORMAL", "message": "账户异常" })));
    assert_eq!(code(shop.merchant.refund(&number, Some(500), "")), "refund_refused");
    assert_eq!(code(shop.merchant.refund(&number, Some(400), "")), "refund_under_way");
}

/// The answers of API v2 about the one refund of `number`.
fn taken(shop: &Shop, number: &str, status: &'static str) {
    let trade_no = number.to_owned();
    shop.gateway.on("/pay/refundquery", move |asked| {
        let fields = [
            ("result_code", "SUCCESS"),
            ("out_trade_no", &trade_no),
            ("total_fee", "6800"),
            ("out_refund_no_0", &asked["out_refund_no"]),
            ("refund_fee_0", "1000"),
            ("refund_status_0", status),
            ("refund_id_0", "50001"),
        ];
        signed(asked, &fields)
    });
}

fn paid_v2() -> (Shop, String) {
    paid_v2_with(&[])
}

fn paid_v2_with(vars: &[(&str, &str)]) -> (Shop, String) {
    let shop = Shop::with(vars);
    let number = {
        let buyer = shop.buyer("li");
        let number = buyer.order("oolong");
        buyer.prepay(&number);
        shop.gateway.trade_state("SUCCESS");
        buyer.query(&number);
        number
    };
    (shop, number)
}

/// `return_code` FAIL is not signed, whatever stands beside it.
fn failed(_: &Fields) -> String {
    xml(&Fields::from(
        [("return_code", "FAIL"), ("return_msg", "blocked"), ("err_code", "REFUNDNOTEXIST")]
            .map(|(name, value)| (name.to_owned(), value.to_owned())),
    ))
}

#[test]
fn api_v2_asks_before_it_gives_a_refund_up() {
    let (shop, number) = paid_v2();
    shop.gateway.on("/secapi/pay/refund", |_| "<html>".into());
    assert_eq!(code(shop.merchant.refund(&number, Some(1000), "")), "answer_malformed");
    shop.gateway.on("/secapi/pay/refund", |asked| refused(asked, "USER_ACCOUNT_ABNORMAL"));
    shop.gateway.on("/pay/refundquery", failed);
    assert_eq!(code(shop.merchant.refund(&number, Some(1000), "")), "refund_refused");
    assert_eq!(code(shop.merchant.refund(&number, Some(1), "")), "refund_under_way");
    taken(&shop, &number, "PROCESSING");
    let refund = shop.merchant.refund(&number, Some(1000), "").unwrap();
    assert_eq!((refund.out_refund_no, refund.status), (format!("{number}-1"), "PROCESSING"));
}

#[test]
fn a_request_of_api_v2_that_was_not_answered_may_arrive_whenever_it_likes() {
    for lost in ["<html>", "SYSTEMERROR", "BIZERR_NEED_RETRY"] {
        let (shop, number) = paid_v2();
        shop.gateway.on("/secapi/pay/refund", move |asked| match lost {
            "<html>" => lost.to_owned(),
            code => refused(asked, code),
        });
        assert!(shop.merchant.refund(&number, Some(1000), "").is_err());
        shop.gateway.on("/secapi/pay/refund", |asked| refused(asked, "USER_ACCOUNT_ABNORMAL"));
        shop.gateway.on("/pay/refundquery", |asked| refused(asked, "REFUNDNOTEXIST"));
        shop.advance(24 * 3600);
        assert_eq!(code(shop.merchant.refund(&number, Some(1000), "")), "refund_refused");
        assert_eq!(
            code(shop.merchant.refund(&number, Some(900), "")),
            "refund_under_way",
            "{lost}"
        );
        taken(&shop, &number, "SUCCESS");
        let refund = shop.merchant.refund(&number, Some(1000), "").unwrap();
        assert_eq!((refund.out_refund_no, refund.status), (format!("{number}-1"), "SUCCESS"));
    }
}

#[test]
fn a_failure_of_api_v2_that_nobody_signed_frees_no_amount() {
    let (shop, number) = paid_v2();
    shop.gateway.on("/secapi/pay/refund", failed);
    shop.gateway.on("/pay/refundquery", |asked| refused(asked, "REFUNDNOTEXIST"));
    assert_eq!(code(shop.merchant.refund(&number, Some(1000), "")), "refund_refused");
    assert_eq!(code(shop.merchant.refund(&number, Some(1), "")), "refund_under_way");
}

#[test]
fn a_refund_of_api_v2_that_was_given_up_and_is_carried_out_is_not_acknowledged() {
    let (shop, number) = paid_v2();
    shop.gateway.on("/secapi/pay/refund", |asked| refused(asked, "USER_ACCOUNT_ABNORMAL"));
    shop.gateway.on("/pay/refundquery", |asked| refused(asked, "REFUNDNOTEXIST"));
    assert_eq!(code(shop.merchant.refund(&number, Some(1000), "")), "refund_refused");
    let told = || tell(&shop, &number, &format!("{number}-1"));
    taken(&shop, &number, "SUCCESS");
    assert!(!told());
    taken(&shop, &number, "REFUNDCLOSE");
    assert!(told());
}

#[test]
fn a_refund_that_could_not_be_sent_is_on_no_way() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shop.db");
    let database = ("WXPAY_DATABASE", file.to_str().unwrap());
    let (shop, number) = paid_v2_with(&[database]);
    // the real WeChat Pay wants a certificate
    let uncertified = Merchant::open(config("https://pay.invalid", &[database])).unwrap();
    for _ in 0..2 {
        assert_eq!(code(uncertified.refund(&number, Some(1000), "")), "refund_certificate");
    }
    shop.gateway.on("/secapi/pay/refund", |asked| refused(asked, "USER_ACCOUNT_ABNORMAL"));
    shop.gateway.on("/pay/refundquery", |asked| refused(asked, "REFUNDNOTEXIST"));
    assert_eq!(code(shop.merchant.refund(&number, Some(1000), "")), "refund_refused");
    assert_eq!(code(shop.merchant.refund(&number, Some(900), "")), "refund_refused");
    let sent = shop.gateway.requests("/secapi/pay/refund");
    let numbers: Vec<&str> = sent.iter().map(|asked| asked["out_refund_no"].as_str()).collect();
    assert_eq!(numbers, [format!("{number}-1"), format!("{number}-2")]);
}
