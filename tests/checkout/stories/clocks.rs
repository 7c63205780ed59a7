//! Clocks that jump, timers that stand still in the background, and the two hours of a prepay_id.

use crate::suite::setup::START;
use crate::suite::story::{NUMBER, Story, TOTAL, five};

const KEY: &str = "order-1";
const HOUR: u64 = 3_600_000;

#[test]
fn a_budget_that_passed_in_the_background_settles_once_and_lets_the_next_payment_begin() {
    let mut story = Story::opened(KEY);
    story.closed("requestPayment:ok").queried("NOTPAY");
    story.now += 60_000;
    story.foreground();
    assert_eq!(story.outcome(), ("unknown", "unconfirmed"));
    assert_eq!(story.machine.running(), None);
    // the timer that stood still goes off
    story.waited();
    assert_eq!(story.outcomes().len(), 1);
    story.tap("order-2");
    assert_eq!(story.machine.running(), Some("order-2"));
}

#[test]
fn coming_back_within_the_budget_goes_on_with_the_plan() {
    let mut story = Story::opened(KEY);
    story.closed("requestPayment:ok").queried("NOTPAY").did();
    story.now += 1_000;
    story.foreground();
    assert_eq!(story.did(), ["query"]);
    story.queried("SUCCESS");
    assert_eq!(story.outcome(), ("paid", "paid"));
}

#[test]
fn flapping_between_foreground_and_background_asks_no_more_often() {
    let mut story = Story::opened(KEY);
    story.closed("requestPayment:ok").queried("NOTPAY");
    for _ in 0..20 {
        story.foreground();
    }
    assert_eq!(story.queries().len(), 1);
    assert_eq!(story.machine.running(), Some(KEY));
}

#[test]
fn a_clock_that_is_set_back_by_hours_does_not_keep_the_buyer_waiting() {
    let mut story = Story::opened(KEY);
    story.closed("requestPayment:ok");
    let mut waits = 0;
    for _ in 0..20 {
        story.queried("NOTPAY");
        if story.machine.running().is_none() {
            break;
        }
        // an hour back before every timer that goes off
        let before = story.now;
        story.waited();
        waits += story.now - before;
        story.now -= HOUR;
    }
    assert_eq!(story.outcome(), ("unknown", "unconfirmed"));
    assert_eq!(story.queries().len(), 7);
    assert_eq!(waits, 13_000, "as long as with a right clock");
}

#[test]
fn a_clock_that_jumps_ahead_by_hours_ends_the_asking_as_unknown() {
    let mut story = Story::opened(KEY);
    story.closed("requestPayment:ok");
    story.now += 3 * HOUR;
    story.queried("NOTPAY");
    assert_eq!(story.outcome(), ("unknown", "unconfirmed"));
    assert_eq!(story.journal(KEY), "open");
}

fn opened_ago(seconds: u64) -> Story {
    let since = START / 1000 - seconds;
    Story::holding(&format!("wxpay-mini 1\n{KEY}\t{NUMBER}\t{TOTAL}\t{since}\t1\t."))
}

#[test]
fn an_entry_of_two_hours_stays_and_one_of_two_hours_and_five_minutes_leaves_when_it_is_unpaid() {
    let mut young = opened_ago(7_500);
    young.resume(&[]).queried("NOTPAY");
    assert_eq!((young.outcome(), young.journal(KEY)), (("unknown", "unconfirmed"), "open"));
    let mut old = opened_ago(7_501);
    old.resume(&[]).queried("NOTPAY");
    assert_eq!((old.outcome(), old.journal(KEY)), (("cancelled", "cancelled"), "none"));
}

#[test]
fn an_old_entry_without_an_answer_stays() {
    let mut story = opened_ago(1_000_000);
    story.resume(&[]).query_failed(serde_json::json!({ "errMsg": "request:fail" }));
    assert_eq!((story.outcome(), story.journal(KEY)), (("unknown", "query_unreachable"), "open"));
}

#[test]
fn an_entry_from_the_future_stays_until_the_clock_has_passed_it_by_two_hours() {
    let mut story = Story::opened(KEY);
    story.now -= 3 * HOUR;
    story.restart().resume(&[]).queried("NOTPAY");
    assert_eq!(story.journal(KEY), "open");
    story.now += 6 * HOUR;
    story.restart().resume(&[]).queried("NOTPAY");
    assert_eq!(story.journal(KEY), "none");
}

#[test]
fn parameters_that_grew_too_old_before_the_cashier_opened_are_asked_for_anew() {
    let mut story = Story::new();
    story.tap(KEY).prepared(five());
    story.now += 2 * 3_600_000 + 1_000;
    story.saved();
    assert_eq!(story.did().last(), Some(&"prepay"));
    story.prepared(five()).saved();
    assert!(story.did().contains(&"requestPayment"));
}

#[test]
fn trying_again_after_two_hours_asks_for_new_parameters() {
    let mut story = Story::opened(KEY);
    story.closed("requestPayment:fail cancel").queried("NOTPAY").did();
    story.now += 3 * HOUR;
    story.tap(KEY);
    assert_eq!(story.did().last(), Some(&"prepay"));
    let mut newer = five();
    newer["package"] = "prepay_id=wx2017033010242291fcfe0db70013239999".into();
    story.prepared(newer).saved();
    let opened = format!("{:?}", story.commands[story.commands.len() - 2].order);
    assert!(opened.contains("9999"), "{opened}");
}
