//! Preparing: parameters of the backend, parameters of the page, refusals, and nothing to pay.

use crate::suite::story::{NUMBER, Story, TOTAL, five};
use serde_json::json;

const KEY: &str = "order-1";

#[test]
fn each_err_code_of_unified_order_has_its_meaning() {
    // pay.weixin.qq.com/doc/v2/merchant/4011940985
    for (err_code, code) in [
        ("NOAUTH", "order_refused"),
        ("NOTENOUGH", "order_refused"),
        ("ORDERCLOSED", "order_closed"),
        ("SYSTEMERROR", "prepay_busy"),
        ("FREQUENCY_LIMITED", "prepay_busy"),
        ("APPID_NOT_EXIST", "order_refused"),
        ("MCHID_NOT_EXIST", "order_refused"),
        ("APPID_MCHID_NOT_MATCH", "order_refused"),
        ("LACK_PARAMS", "order_refused"),
        ("OUT_TRADE_NO_USED", "order_changed"),
        ("INVALID_REQUEST", "order_changed"),
        ("SIGNERROR", "order_refused"),
        ("XML_FORMAT_ERROR", "order_refused"),
        ("REQUIRE_POST_METHOD", "order_refused"),
        ("POST_DATA_EMPTY", "order_refused"),
        ("NOT_UTF8", "order_refused"),
    ] {
        let answer = json!({
            "code": "order_refused", "return_code": "SUCCESS", "result_code": "FAIL",
            "err_code": err_code, "err_code_des": "as WeChat words it",
        });
        // the backend passes the refusal on with an error status, or as it is
        let mut with_status = Story::new();
        with_status.tap(KEY).prepay_failed(json!({ "status": 502, "answer": answer }));
        let mut as_it_is = Story::new();
        as_it_is.tap(KEY).prepared(answer);
        for story in [with_status, as_it_is] {
            assert_eq!(story.outcome(), ("failed", code), "{err_code}");
            assert_eq!(story.journal(KEY), "none");
            if ["order_refused", "prepay_busy", "order_changed"].contains(&code) {
                assert!(story.page()["message"].to_string().contains(err_code), "{}", story.page());
            }
        }
    }
}

#[test]
fn an_order_that_was_paid_already_is_paid_when_a_query_says_so() {
    let answer =
        json!({ "return_code": "SUCCESS", "result_code": "FAIL", "err_code": "ORDERPAID" });
    let mut with_status = Story::new();
    with_status.tap(KEY).prepay_failed(json!({ "status": 502, "answer": answer }));
    let mut as_it_is = Story::new();
    as_it_is.tap(KEY).prepared(answer);
    for mut story in [with_status, as_it_is] {
        assert_eq!(story.did().last(), Some(&"query"));
        story.queried("SUCCESS");
        assert_eq!(story.outcome(), ("paid", "paid"));
    }
}

#[test]
fn an_order_paid_in_an_earlier_try_is_asked_about_by_its_number() {
    let answer =
        json!({ "return_code": "SUCCESS", "result_code": "FAIL", "err_code": "ORDERPAID" });
    let mut story = Story::opened(KEY);
    story.closed("requestPayment:fail cancel").queried("NOTPAY");
    story.tap(KEY).prepay_failed(json!({ "status": 502, "answer": answer }));
    story.query(json!({ "outTradeNo": "202611210002", "tradeState": "SUCCESS", "total": TOTAL }));
    assert_eq!(story.machine.running(), Some(KEY), "paid is another order");
    story.waited().queried("SUCCESS");
    assert_eq!(story.outcome(), ("paid", "paid"));
}

#[test]
fn an_order_with_nothing_to_pay_needs_no_cashier_but_a_query() {
    let mut story = Story::new();
    story.tap(KEY).prepared(json!({ "nothingToPay": true, "outTradeNo": NUMBER, "total": 0 }));
    assert_eq!(story.did(), ["prepay", "save", "query"]);
    story.query(json!({ "outTradeNo": NUMBER, "tradeState": "SUCCESS", "total": 0 }));
    assert_eq!(story.outcome(), ("paid", "paid"));
    assert_eq!(story.journal(KEY), "none");
}

#[test]
fn an_order_with_nothing_to_pay_that_nobody_confirmed_is_settled_by_the_next_start() {
    let mut story = Story::new();
    story.tap(KEY).prepared(json!({ "nothingToPay": true, "outTradeNo": NUMBER, "total": 0 }));
    story.restart().resume(&[]);
    story.query(json!({ "outTradeNo": NUMBER, "tradeState": "SUCCESS", "total": 0 }));
    assert_eq!(story.outcome(), ("paid", "paid"));
}

#[test]
fn each_code_of_api_v3_has_its_meaning() {
    // pay.weixin.qq.com/docs/merchant/products/mini-program-payment/apilist.html
    for (status, code, wanted) in [
        (400, "PARAM_ERROR", "prepay_refused"),
        (400, "INVALID_REQUEST", "order_changed"),
        (400, "ORDER_CLOSED", "order_closed"),
        (400, "MCH_NOT_EXISTS", "prepay_refused"),
        (400, "APPID_MCHID_NOT_MATCH", "prepay_refused"),
        (401, "SIGN_ERROR", "prepay_refused"),
        (403, "NO_AUTH", "prepay_refused"),
        (403, "OUT_TRADE_NO_USED", "order_changed"),
        (403, "RULE_LIMIT", "prepay_refused"),
        (403, "TRADE_ERROR", "prepay_refused"),
        (403, "ACCOUNT_ERROR", "prepay_refused"),
        (429, "FREQUENCY_LIMITED", "prepay_busy"),
        (429, "RATELIMIT_EXCEEDED", "prepay_busy"),
        (500, "SYSTEM_ERROR", "prepay_busy"),
        (500, "BANK_ERROR", "prepay_busy"),
        (500, "INVALID_TRANSACTIONID", "prepay_refused"),
        (500, "OPENID_MISMATCH", "prepay_refused"),
    ] {
        let answer = json!({ "code": code, "message": "as WeChat words it" });
        let mut with_status = Story::new();
        with_status.tap(KEY).prepay_failed(json!({ "status": status, "answer": answer }));
        assert_eq!(with_status.outcome(), ("failed", wanted), "{status} {code}");
        // a backend may pass it on with a status of its own, or with none
        let mut as_it_is = Story::new();
        as_it_is.tap(KEY).prepared(answer.clone());
        let mut bad_gateway = Story::new();
        bad_gateway.tap(KEY).prepay_failed(json!({ "status": 502, "answer": answer }));
        for story in [as_it_is, bad_gateway] {
            assert_eq!(story.outcome(), ("failed", wanted), "{code}");
            let message = story.page()["message"].to_string();
            assert!(message.contains(code) || wanted == "order_closed", "{message}");
        }
    }
}

#[test]
fn a_refusal_that_says_paid_in_words_is_asked_about() {
    let answer = json!({ "code": "INVALID_REQUEST", "message": "该订单已支付" });
    let mut refused = Story::new();
    refused.tap(KEY).prepay_failed(json!({ "status": 400, "answer": answer }));
    let mut as_it_is = Story::new();
    as_it_is.tap(KEY).prepared(answer);
    let mut bare = Story::new();
    bare.tap(KEY).prepared(json!({ "code": 500, "msg": "该订单已支付" }));
    for mut story in [refused, as_it_is, bare] {
        assert_eq!(story.did(), ["prepay", "save", "query"]);
        story.queried("SUCCESS");
        assert_eq!(story.outcome(), ("paid", "paid"));
    }
}

#[test]
fn a_backend_that_is_down_or_answers_garbage_fails_with_its_cause() {
    for (failure, code, cause) in [
        (json!({ "errMsg": "request:fail timeout" }), "prepay_unreachable", "request:fail timeout"),
        (
            json!({ "errMsg": "request:fail url not in domain list", "errno": 600002 }),
            "prepay_unreachable",
            "request:fail url not in domain list",
        ),
        (json!({ "status": 500, "answer": "<html>" }), "prepay_refused", ""),
        (
            json!({ "status": 409, "answer": { "code": "sold_out", "message": "no more" } }),
            "prepay_refused",
            "",
        ),
        (json!({}), "prepay_unreachable", ""),
    ] {
        let mut story = Story::new();
        story.tap(KEY).prepay_failed(failure.clone());
        assert_eq!(story.outcome(), ("failed", code), "{failure}");
        let page = story.page();
        assert_eq!(page["cause"]["errMsg"].as_str().unwrap_or_default(), cause, "{failure}");
        if let Some(status) = failure["status"].as_u64() {
            assert!(page["message"].to_string().contains(&format!("HTTP {status}")), "{page}");
        }
    }
    for answer in [json!("<html>"), json!(null), json!([]), json!({ "ok": true }), json!(7)] {
        let mut story = Story::new();
        story.tap(KEY).prepared(answer.clone());
        assert_eq!(story.outcome().0, "failed", "{answer}");
        assert_eq!(story.machine.running(), None);
    }
}

#[test]
fn parameters_of_the_page_need_no_prepay_but_a_journal_and_a_query() {
    let mut story = Story::new();
    story.tap_with(KEY, five());
    assert_eq!(story.did(), ["save"]);
    story.saved().closed("requestPayment:ok");
    assert_eq!(story.did(), ["requestPayment", "wait", "query"]);
    story.queried("SUCCESS");
    assert_eq!(story.outcome(), ("paid", "paid"));
}

#[test]
fn parameters_of_the_page_are_checked_as_a_backends_are() {
    let mut story = Story::new();
    let mut wrong = five();
    wrong["package"] = json!("wx2017033010242291fcfe0db70013231072");
    story.tap_with(KEY, wrong);
    assert_eq!(story.outcome(), ("failed", "package_prefix"));
    assert_eq!(story.did(), ["settle"]);
}

#[test]
fn parameters_of_the_page_do_not_get_around_the_journal() {
    let mut story = Story::opened(KEY);
    story.restart().tap_with(KEY, five());
    assert_eq!(story.did().last(), Some(&"query"));
    story.queried("NOTPAY");
    assert_eq!(story.did(), ["save"], "then the page's own parameters are used");
}

#[test]
fn parameters_that_were_used_once_are_not_used_for_the_next_tap() {
    let mut story = Story::new();
    story
        .tap_with(KEY, five())
        .saved()
        .closed("requestPayment:fail cancel")
        .queried("NOTPAY")
        .did();
    story.tap(KEY);
    assert_eq!(story.did().last(), Some(&"prepay"));
}
