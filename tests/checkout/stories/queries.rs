//! Whom to believe: answers about other orders, other amounts, and answers that are none.

use crate::suite::story::{NUMBER, Story, TOTAL};
use serde_json::{Value as Json, json};

const KEY: &str = "order-1";

/// After `cancel`, which is asked about once, and after `ok`, which is asked about to the end.
fn never_paid(answer: Json, code: &str) {
    let mut story = Story::opened(KEY);
    story.closed("requestPayment:fail cancel").query(answer.clone());
    assert_eq!(story.outcome(), ("unknown", code), "{answer}");
    assert_eq!(story.journal(KEY), "open");

    let mut story = Story::opened(KEY);
    story.closed("requestPayment:ok").query(answer.clone());
    while story.machine.running().is_some() {
        story.waited().query(answer.clone());
    }
    assert_eq!(story.outcome(), ("unknown", code), "{answer}");
    assert_eq!(story.journal(KEY), "open");
}

#[test]
fn paid_is_another_order() {
    never_paid(
        json!({ "outTradeNo": "202611210002", "tradeState": "SUCCESS", "total": TOTAL }),
        "other_order",
    );
    never_paid(json!({ "tradeState": "SUCCESS", "total": TOTAL }), "missing");
}

#[test]
fn paid_is_another_amount() {
    never_paid(
        json!({ "outTradeNo": NUMBER, "tradeState": "SUCCESS", "total": 1 }),
        "other_amount",
    );
    let v3 = json!({ "out_trade_no": NUMBER, "trade_state": "SUCCESS", "amount": { "total": 1 } });
    never_paid(v3, "other_amount");
}

#[test]
fn garbage_is_no_answer() {
    for (answer, code) in [
        (json!("SUCCESS"), "wrong_type"),
        (json!(null), "wrong_type"),
        (json!(true), "wrong_type"),
        (json!([]), "wrong_type"),
        (json!({ "paid": true }), "missing"),
        (json!({ "outTradeNo": NUMBER, "tradeState": "success" }), "trade_state"),
        (json!({ "outTradeNo": NUMBER, "tradeState": true }), "wrong_type"),
    ] {
        never_paid(answer, code);
    }
}

#[test]
fn a_backend_that_comes_back_within_the_budget_is_believed() {
    let mut story = Story::opened(KEY);
    story.closed("requestPayment:ok").query_failed(json!({ "errMsg": "request:fail" }));
    story.waited().query_failed(json!({ "status": 500, "answer": "<html>" }));
    story.waited().queried("SUCCESS");
    assert_eq!(story.outcome(), ("paid", "paid"));
}

#[test]
fn what_kept_the_last_question_from_an_answer_is_the_cause() {
    let mut story = Story::opened(KEY);
    story.closed("requestPayment:fail cancel");
    story.query_failed(json!({ "status": 503, "answer": { "code": "busy", "message": "later" } }));
    assert_eq!(story.outcome(), ("unknown", "query_refused"));
    let page = story.page();
    assert!(page["message"].to_string().contains("HTTP 503 busy later"), "{page}");
    assert_eq!(page["cause"]["errMsg"], "requestPayment:fail cancel");
}

#[test]
fn an_order_that_wechat_does_not_know_was_not_paid() {
    let not_exist =
        json!({ "return_code": "SUCCESS", "result_code": "FAIL", "err_code": "ORDERNOTEXIST" });
    let mut v2 = Story::opened(KEY);
    v2.closed("requestPayment:fail cancel").query(not_exist);
    // v3 says the same with a status
    let mut v3 = Story::opened(KEY);
    let answer = json!({ "code": "ORDER_NOT_EXIST", "message": "订单不存在" });
    v3.closed("requestPayment:fail cancel")
        .query_failed(json!({ "status": 404, "answer": answer }));
    for story in [v2, v3] {
        assert_eq!(story.outcome(), ("cancelled", "cancelled"));
        assert_eq!(story.journal(KEY), "closed");
    }
}

#[test]
fn a_404_of_anybody_else_does_not_say_that_nothing_was_paid() {
    for answer in [
        json!("<html>404 Not Found</html>"),
        json!({ "code": "order_not_found", "message": "you have no such order" }),
        json!({}),
        json!(null),
    ] {
        let mut story = Story::opened(KEY);
        story
            .closed("requestPayment:fail cancel")
            .query_failed(json!({ "status": 404, "answer": answer }));
        assert_eq!(story.outcome(), ("unknown", "query_refused"), "{answer}");
        assert_eq!(story.journal(KEY), "open", "{answer}");
    }
}

#[test]
fn a_backend_without_a_query_is_named_as_such() {
    let mut story = Story::opened(KEY);
    story.closed("requestPayment:ok");
    while story.machine.running().is_some() {
        story.query_failed(json!({ "status": 404, "answer": "Cannot GET /orders" }));
        if story.machine.running().is_some() {
            story.waited();
        }
    }
    assert_eq!(story.outcome(), ("unknown", "query_refused"));
    assert!(story.page()["message"].to_string().contains("HTTP 404"), "{}", story.page());
}

#[test]
fn each_of_the_three_spellings_of_the_contract_is_understood() {
    for answer in [
        json!({ "outTradeNo": NUMBER, "tradeState": "SUCCESS" }),
        json!({
            "return_code": "SUCCESS", "result_code": "SUCCESS", "trade_state": "SUCCESS",
            "out_trade_no": NUMBER, "total_fee": "1990",
        }),
        json!({ "out_trade_no": NUMBER, "trade_state": "SUCCESS", "amount": { "total": TOTAL, "payer_total": 1 } }),
    ] {
        let mut story = Story::opened(KEY);
        story.closed("requestPayment:ok").query(answer.clone());
        assert_eq!(story.outcome(), ("paid", "paid"), "{answer}");
    }
}
