//! Orders of an earlier life: the app was killed, and what it left is settled by asking.

use crate::suite::story::{Story, five};
use serde_json::{Value as Json, json};

const KEY: &str = "order-1";

/// The backend's answer about the order of a key, as a backend gives it that tells no numbers.
fn state(trade_state: &str) -> Json {
    json!({ "tradeState": trade_state })
}

fn keys(story: &Story) -> Vec<(String, &'static str)> {
    let resumed = story.commands.iter().filter_map(|command| match &command.order {
        wxpay_mini::checkout::Order::Resumed { outcome } => {
            Some((command.order_key.clone(), outcome.status.as_str()))
        }
        _ => None,
    });
    resumed.collect()
}

#[test]
fn the_app_killed_while_paying_resumes_by_querying() {
    let mut story = Story::opened(KEY);
    story.restart().did();
    story.resume(&[]);
    assert_eq!(story.did(), ["query"]);
    story.queried("SUCCESS");
    assert_eq!(story.did(), ["resumed", "resumeDone", "save"]);
    assert_eq!(story.outcome(), ("paid", "paid"));
    assert_eq!(story.page()["outTradeNo"], "202611210001");
}

#[test]
fn the_app_killed_while_paying_and_tapped_again_asks_before_it_offers() {
    let mut story = Story::opened(KEY);
    story.restart().tap(KEY);
    assert_eq!(story.did().last(), Some(&"query"));
    story.queried("NOTPAY");
    assert_eq!(story.did().last(), Some(&"prepay"));
}

#[test]
fn the_app_killed_while_paying_is_not_offered_again_while_nobody_can_tell() {
    for failure in [json!({ "errMsg": "request:fail" }), json!({ "status": 500 })] {
        let mut story = Story::opened(KEY);
        story.restart().tap(KEY).query_failed(failure);
        assert_eq!(story.outcome().0, "unknown");
        assert_eq!(story.journal(KEY), "open");
    }
    let mut story = Story::opened(KEY);
    story.restart().tap(KEY).queried("USERPAYING");
    assert_eq!(story.outcome(), ("unknown", "unconfirmed"));
}

#[test]
fn a_query_that_failed_with_wechats_refusal_tells_no_state_and_keeps_the_journal() {
    let refusal =
        json!({ "return_code": "SUCCESS", "result_code": "FAIL", "err_code": "ORDERCLOSED" });
    let mut story = Story::opened(KEY);
    story
        .closed("requestPayment:fail cancel")
        .query_failed(json!({ "status": 502, "answer": refusal }));
    assert_eq!(story.outcome(), ("unknown", "query_refused"));
    assert!(story.page()["message"].to_string().contains("HTTP 502 ORDERCLOSED"));
    assert_eq!(story.journal(KEY), "open");
}

#[test]
fn a_listed_order_is_paid_only_by_an_answer_about_its_own_number_and_amount() {
    let listed = || vec![json!({ "orderKey": "7", "outTradeNo": "202611210007", "total": 500 })];
    for (answer, wanted) in [
        (json!({ "outTradeNo": "202611210007", "tradeState": "SUCCESS", "total": 500 }), "paid"),
        (json!({ "outTradeNo": "202611210008", "tradeState": "SUCCESS", "total": 500 }), "unknown"),
        (json!({ "outTradeNo": "202611210007", "tradeState": "SUCCESS", "total": 1 }), "unknown"),
        (json!({ "tradeState": "SUCCESS", "total": 500 }), "unknown"),
        (
            json!({ "orderKey": "8", "outTradeNo": "202611210007", "tradeState": "SUCCESS" }),
            "unknown",
        ),
    ] {
        let mut story = Story::new();
        story.resume_listed(listed()).query(answer.clone());
        assert_eq!(story.outcome().0, wanted, "{answer}");
        assert_eq!(story.page()["outTradeNo"], "202611210007");
    }
}

#[test]
fn an_order_of_another_account_is_neither_denied_nor_asked_about_for_ever() {
    let refusal = json!({ "code": "order_not_found", "message": "you have no such order" });
    let mut story = Story::opened(KEY);
    story.now += 3 * 3_600_000;
    story.restart().resume(&[]).query_failed(json!({ "status": 404, "answer": refusal }));
    assert_eq!(story.outcome(), ("unknown", "query_refused"));
    assert_eq!(story.journal(KEY), "open");
    // no order can be paid for longer than ninety days: it is asked about once more, and then forgotten
    story.now += 91 * 24 * 3_600_000;
    story.restart().resume(&[]).query_failed(json!({ "status": 404 }));
    assert_eq!((story.outcome().0, story.journal(KEY)), ("unknown", "none"));
    assert_eq!(story.storage.as_deref(), Some("wxpay-mini 1"));
}

#[test]
fn an_app_that_dies_in_the_middle_of_a_resume_asks_about_all_of_them_once_more() {
    let mut story = Story::opened(KEY);
    story.restart().resume(&["order-2"]).queried("SUCCESS");
    assert_eq!(story.outcome(), ("paid", "paid"));
    story.restart().resume(&[]).queried("SUCCESS");
    assert_eq!(keys(&story), [(KEY.to_owned(), "paid"), (KEY.to_owned(), "paid")]);
    assert_eq!(story.storage.as_deref(), Some("wxpay-mini 1"));
}

#[test]
fn an_order_that_is_tapped_after_it_was_told_stays_in_the_journal_of_its_new_cashier() {
    let mut story = Story::opened(KEY);
    story.now += 3 * 3_600_000;
    story.restart().resume(&["order-2"]).queried("NOTPAY");
    assert_eq!(story.outcome(), ("cancelled", "cancelled"));
    story.tap(KEY).queried("NOTPAY").prepared(five()).saved();
    let open = story.commands.iter().rfind(|c| c.order_key == "order-2").expect("a query").id;
    story.tell(json!({ "type": "queried", "id": open, "answer": state("NOTPAY") }));
    assert_eq!(story.did().last(), Some(&"resumeDone"));
    assert_eq!(story.journal(KEY), "open");
}

#[test]
fn what_the_journal_does_not_know_of_an_order_the_list_tells() {
    let mut story = Story::new();
    let mut bare = five();
    for name in ["outTradeNo", "total"] {
        bare.as_object_mut().expect("an object").remove(name);
    }
    story.tap(KEY).prepared(bare).saved();
    let listed = json!({ "orderKey": KEY, "outTradeNo": "no-7", "total": 500 });
    story.restart().resume_listed(vec![listed]);
    story.query(json!({ "outTradeNo": "no-8", "tradeState": "SUCCESS", "total": 1 }));
    assert_eq!(story.outcome(), ("unknown", "other_order"));
}

#[test]
fn another_number_for_an_order_that_is_open_is_no_second_charge() {
    let mut story = Story::opened(KEY);
    story.restart().tap(KEY).queried("NOTPAY");
    let mut other = five();
    other["outTradeNo"] = json!("202611210002");
    story.prepared(other);
    assert_eq!(story.outcome(), ("unknown", "other_order"));
    // the first one is still asked about
    story.resume(&[]).queried("SUCCESS");
    assert_eq!(story.outcome(), ("paid", "paid"));
}

#[test]
fn the_backends_word_alone_does_not_clear_an_order_that_is_open() {
    let mut story = Story::opened(KEY);
    story.restart().tap(KEY).queried("NOTPAY");
    story.prepay_failed(json!({ "status": 409, "answer": { "code": "order_closed" } }));
    assert_eq!(story.outcome(), ("failed", "order_closed"));
    assert_eq!(story.journal(KEY), "open");
}

#[test]
fn a_tap_on_a_paid_order_disturbs_nobody_and_is_not_busy() {
    let mut story = Story::new();
    story.resume(&["order-2"]).query(state("SUCCESS")).tap(KEY).did();
    story.tap("order-2");
    assert_eq!(story.did(), ["settle"]);
    assert_eq!(story.outcome(), ("paid", "paid"));
    assert_eq!(story.machine.running(), Some(KEY));
    story.restart().resume_listed(vec![json!({ "orderKey": "3", "outTradeNo": "no-3" })]);
    story.query(json!({ "outTradeNo": "no-3", "tradeState": "SUCCESS" })).tap("3");
    assert_eq!(story.page()["outTradeNo"], "no-3");
}

#[test]
fn a_paid_order_is_never_offered_again() {
    let mut story = Story::new();
    story.resume(&[KEY]).query(state("SUCCESS")).did();
    story.tap(KEY);
    assert_eq!(story.did(), ["settle"]);
    assert_eq!(story.outcome(), ("paid", "paid"));
}

#[test]
fn of_many_paid_orders_the_last_ones_are_remembered() {
    let mut story = Story::new();
    for at in 0..40 {
        story.resume(&[&format!("order-{at}")]).query(state("SUCCESS"));
    }
    for at in 8..40 {
        story.did();
        story.tap(&format!("order-{at}"));
        assert_eq!(story.did(), ["settle"], "{at}");
    }
}

#[test]
fn resume_asks_about_the_journals_orders_first_then_about_the_backends_list() {
    let mut story = Story::opened(KEY);
    story.restart().resume(&["order-2", KEY, "order-3"]);
    story.queried("SUCCESS").query(state("SUCCESS")).query(state("NOTPAY"));
    let wanted = [(KEY, "paid"), ("order-2", "paid"), ("order-3", "unknown")];
    assert_eq!(keys(&story), wanted.map(|(key, status)| (key.to_owned(), status)));
}

#[test]
fn an_answer_is_of_the_order_that_was_asked_about_even_when_another_is_tapped_meanwhile() {
    let mut story = Story::new();
    story.resume(&["order-1", "order-2", "order-3"]);
    let asked = story.commands.last().expect("a query").clone();
    assert_eq!(asked.order_key, "order-1");
    story.tap("order-3");
    story.tell(json!({ "type": "queried", "id": asked.id, "answer": state("SUCCESS") }));
    assert_eq!(keys(&story), [("order-1".to_owned(), "paid")]);
}

#[test]
fn a_second_resume_joins_the_first_and_brings_its_orders_along() {
    let mut story = Story::opened(KEY);
    story.restart().resume(&[]).resume(&["order-2"]).did();
    story.queried("SUCCESS");
    assert_eq!(story.did(), ["resumed", "query"]);
    // what was asked about in this pass is not asked again
    story.resume(&[KEY]).query(state("SUCCESS"));
    assert_eq!(story.did(), ["resumed", "resumeDone", "save"]);
    assert_eq!(keys(&story).len(), 2);
}

#[test]
fn the_order_that_is_being_paid_is_left_alone_by_resume() {
    let mut story = Story::opened(KEY);
    story.did();
    story.resume(&[KEY]);
    assert_eq!(story.did(), ["resumeDone"]);
}

#[test]
fn an_order_that_is_tapped_while_it_is_asked_about_is_asked_about_by_its_own_payment() {
    let mut story = Story::opened(KEY);
    story.restart().resume(&["order-2"]).did();
    story.tap(KEY);
    // resume goes on with the next, the payment asks about its own
    assert_eq!(story.did(), ["query", "query"]);
    story.queried("NOTPAY").prepared(five());
    assert_eq!(story.machine.running(), Some(KEY));
}

#[test]
fn an_earlier_cashier_that_was_not_seen_to_close_is_asked_about_however_the_next_one_ends() {
    let mut story = Story::opened(KEY);
    // killed while the cashier was open; the buyer may still pay in it
    story.restart().tap(KEY).queried("NOTPAY").prepared(five()).saved();
    story.closed("requestPayment:fail cancel").queried("NOTPAY");
    assert_eq!(story.outcome(), ("cancelled", "cancelled"));
    assert_eq!(story.journal(KEY), "open");
    story.did();
    story.tap(KEY);
    assert_eq!(story.did(), ["query"]);
    story.queried("SUCCESS");
    assert_eq!(story.outcome(), ("paid", "paid"));
}

#[test]
fn parameters_that_cannot_be_used_do_not_deny_an_order_that_is_open() {
    let mut story = Story::opened(KEY);
    story.restart().tap_with(KEY, json!({ "package": "wx1" }));
    assert_eq!(story.outcome().0, "unknown");
    let mut fresh = Story::new();
    fresh.tap_with(KEY, json!({ "package": "wx1" }));
    assert_eq!(fresh.outcome().0, "failed");
}

#[test]
fn a_refunded_order_leaves_the_journal() {
    let mut story = Story::opened(KEY);
    story.restart().resume(&[]).queried("REFUND");
    assert_eq!(story.outcome(), ("failed", "refunded"));
    assert_eq!(story.journal(KEY), "none");
}
