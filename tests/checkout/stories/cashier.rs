//! The cashier: what the client says of it, what is really so, and when it says nothing at all.

use crate::suite::story::{Story, five};
use serde_json::json;

const KEY: &str = "order-1";

#[test]
fn a_payment_goes_through() {
    let mut story = Story::new();
    story.tap(KEY).prepared(five());
    assert_eq!(
        story.did(),
        ["prepay", "warn", "save"],
        "the warning: the backend signed a pair of its own"
    );
    story.saved();
    assert_eq!(story.did(), ["requestPayment", "wait"]);
    story.closed("requestPayment:ok");
    assert_eq!(story.did(), ["query"]);
    story.queried("SUCCESS");
    assert_eq!(story.did(), ["settle", "save"]);
    assert_eq!(story.outcome(), ("paid", "paid"));
    assert_eq!(story.journal(KEY), "none");
    assert_eq!(story.storage.as_deref(), Some("wxpay-mini 1"));
}

#[test]
fn a_cancelled_payment_that_was_paid_after_all_ends_as_paid() {
    let mut story = Story::opened(KEY);
    story.closed("requestPayment:fail cancel").queried("SUCCESS");
    assert_eq!(story.outcome(), ("paid", "paid"));
    assert_eq!(story.page()["cause"]["errMsg"], "requestPayment:fail cancel");
}

#[test]
fn a_cancelled_payment_ends_after_one_short_question_and_stays_in_the_journal_until_the_next_start()
{
    let mut story = Story::opened(KEY);
    story.closed("requestPayment:fail cancel").queried("NOTPAY");
    assert_eq!(story.outcome(), ("cancelled", "cancelled"));
    assert_eq!(story.queries(), [2_000]);
    assert_eq!(story.journal(KEY), "closed");
    // the next start confirms it
    story.restart().resume(&[]).queried("NOTPAY");
    assert_eq!(story.outcome(), ("cancelled", "cancelled"));
    assert_eq!(story.journal(KEY), "none");
}

#[test]
fn a_cancelled_payment_that_the_buyer_completes_later_is_found_by_the_next_start() {
    let mut story = Story::opened(KEY);
    story.closed("requestPayment:fail cancel").queried("NOTPAY");
    story.restart().resume(&[]).queried("SUCCESS");
    assert_eq!(story.outcome(), ("paid", "paid"));
}

#[test]
fn a_buyer_who_cancels_while_the_payment_is_under_way_is_asked_for_through_the_whole_budget() {
    let mut story = Story::opened(KEY);
    story.closed("requestPayment:fail cancel").queried("USERPAYING").waited().queried("SUCCESS");
    assert_eq!(story.outcome(), ("paid", "paid"));
}

#[test]
fn ok_but_not_paid_polls_the_whole_budget() {
    let mut story = Story::opened(KEY);
    story.closed("requestPayment:ok");
    let closed = story.now;
    let mut asked_at = Vec::new();
    while story.machine.running().is_some() {
        asked_at.push(story.now - closed);
        story.queried("NOTPAY");
        if story.machine.running().is_some() {
            story.waited();
        }
    }
    assert_eq!(asked_at, [0, 1_000, 2_500, 5_000, 8_000, 11_500, 13_000]);
    assert_eq!(story.outcome(), ("unknown", "unconfirmed"));
    assert_eq!(story.journal(KEY), "open");
}

#[test]
fn every_failure_is_queried_before_it_is_told() {
    for (err_msg, code) in [
        ("requestPayment:fail:支付验证签名失败", "sign_refused"),
        (
            "requestPayment:fail parameter error: parameter.timeStamp should be String instead of Number;",
            "params_refused",
        ),
        ("requestPayment:fail no permission", "permission"),
        ("requestPayment:fail:该订单已过期，请重新下单", "prepay_expired"),
        ("requestPayment:fail", "cashier_failed"),
    ] {
        let mut story = Story::opened(KEY);
        story.did();
        story.closed(err_msg);
        assert_eq!(story.did(), ["query"], "{err_msg}");
        story.queried("NOTPAY");
        assert_eq!(story.outcome(), ("failed", code));
        assert_eq!(story.page()["cause"]["errMsg"], err_msg);
    }
}

#[test]
fn an_order_that_the_cashier_calls_paid_is_paid_when_a_query_says_so() {
    let mut story = Story::opened(KEY);
    story.closed("requestPayment:fail:该订单已支付").queried("NOTPAY").waited().queried("SUCCESS");
    assert_eq!(story.outcome(), ("paid", "paid"));
}

#[test]
fn a_cashier_that_never_calls_back_is_found_paid_by_the_watch() {
    let mut story = Story::opened(KEY);
    let opened = story.now;
    story.waited().queried("NOTPAY").waited().queried("SUCCESS");
    assert_eq!(story.outcome(), ("paid", "paid"));
    assert_eq!(story.now - opened, 105_000, "45 seconds, then a minute");
    // the callback comes after all: late, and nobody waits for it
    story.did();
    story.closed("requestPayment:ok");
    assert_eq!(story.did(), [] as [&str; 0]);
}

#[test]
fn the_watch_asks_six_times_in_half_an_hour_and_then_only_when_the_app_comes_back() {
    let mut story = Story::opened(KEY);
    let opened = story.now;
    for _ in 0..6 {
        story.waited().queried("NOTPAY");
    }
    assert_eq!(story.now - opened, 1_845_000, "milliseconds");
    story.did();
    story.foreground();
    assert_eq!(story.did(), ["wait"]);
    story.waited().queried("SUCCESS");
    assert_eq!(story.outcome(), ("paid", "paid"));
}

#[test]
fn the_watch_and_the_foreground_never_conclude_that_a_payment_failed() {
    for state in ["NOTPAY", "CLOSED", "REVOKED", "PAYERROR", "REFUND", "USERPAYING", "ACCEPT"] {
        let mut story = Story::opened(KEY);
        story.foreground().waited().queried(state);
        assert_eq!(story.machine.running(), Some(KEY), "{state}");
        assert_eq!(story.outcomes().len(), 0, "{state}");
    }
}

#[test]
fn coming_back_to_the_app_asks_a_second_later_unless_the_callback_came() {
    let mut story = Story::opened(KEY);
    story.did();
    story.foreground();
    let wait = story.commands.last().map(|command| format!("{:?}", command.order));
    assert_eq!(wait.as_deref(), Some("Wait { ms: 1000 }"));
    story.closed("requestPayment:ok").queried("SUCCESS").did();
    // the timer of the watch comes too late
    story.waited();
    assert_eq!(story.did(), [] as [&str; 0]);
}

#[test]
fn the_callback_that_comes_while_the_watch_asks_begins_a_question_of_its_own() {
    let mut story = Story::opened(KEY);
    story.waited().did();
    let early = story.commands.last().expect("a query").id;
    story.closed("requestPayment:fail cancel");
    assert_eq!(story.did(), ["query"]);
    // what the watch asked was answered before the buyer cancelled: it no longer counts
    let paid = json!({ "outTradeNo": "202611210001", "tradeState": "SUCCESS", "total": 1990 });
    story.tell(json!({ "type": "queried", "id": early, "answer": paid }));
    assert_eq!(story.did(), [] as [&str; 0]);
    story.queried("NOTPAY");
    assert_eq!(story.outcome(), ("cancelled", "cancelled"));
}

#[test]
fn another_order_meanwhile_is_busy_and_touches_nothing() {
    let mut story = Story::opened(KEY);
    let kept = story.storage.clone();
    story.did();
    story.tap("order-2");
    assert_eq!(story.did(), ["settle"]);
    assert_eq!(story.outcome(), ("failed", "busy"));
    assert_eq!((story.storage.clone(), story.machine.running()), (kept, Some(KEY)));
}

#[test]
fn another_order_may_begin_only_after_a_query_said_notpay() {
    let mut story = Story::opened(KEY);
    story.waited().query_failed(json!({ "errMsg": "request:fail" })).tap("order-2");
    assert_eq!(story.outcome(), ("failed", "busy"));
    story.waited().queried("NOTPAY").tap("order-2");
    assert_eq!(story.outcome(), ("unknown", "cashier_silent"), "of the first order");
    assert_eq!(story.machine.running(), Some("order-2"));
    assert_eq!(story.journal(KEY), "open");
}

#[test]
fn an_order_that_was_closed_under_a_silent_cashier_gives_way_too() {
    let mut story = Story::opened(KEY);
    story.waited().queried("CLOSED").tap("order-2");
    assert_eq!(story.machine.running(), Some("order-2"));
    // what is asked about it later settles it
    story.resume(&[]).queried("CLOSED");
    assert_eq!(story.outcome(), ("failed", "order_closed"));
    assert_eq!(story.journal(KEY), "none");
}

#[test]
fn the_silent_cashier_that_calls_back_at_the_next_payment_does_not_end_that_one() {
    let mut story = Story::opened(KEY);
    let first = story
        .commands
        .iter()
        .rfind(|command| format!("{:?}", command.order).starts_with("RequestPayment"));
    let first = first.expect("a cashier").id;
    story.waited().queried("NOTPAY").tap("order-2").prepared(five()).saved().did();
    let end = json!({ "errMsg": "requestPayment:ok" });
    story.tell(json!({ "type": "closed", "id": first, "end": end }));
    assert_eq!(story.did(), [] as [&str; 0]);
    assert_eq!(story.machine.running(), Some("order-2"));
}

#[test]
fn a_second_tap_joins_the_first_at_every_stage() {
    let mut story = Story::new();
    let steps: [fn(&mut Story); 6] = [
        |story| _ = story.tap(KEY),
        |story| _ = story.prepared(five()),
        |story| _ = story.saved(),
        |story| _ = story.waited(),
        |story| _ = story.closed("requestPayment:ok"),
        |story| _ = story.queried("NOTPAY"),
    ];
    for step in steps {
        step(&mut story);
        story.did();
        story.tap(KEY);
        assert_eq!(story.did(), [] as [&str; 0], "{:?}", story.machine);
    }
}

#[test]
fn what_the_callback_got_may_be_anything() {
    for end in [json!(null), json!("cancel"), json!({}), json!({ "errMsg": 5 }), json!([])] {
        let mut story = Story::opened(KEY);
        story.ended(end.clone()).queried("NOTPAY");
        assert_eq!(story.outcome(), ("failed", "cashier_failed"), "{end}");
    }
}
