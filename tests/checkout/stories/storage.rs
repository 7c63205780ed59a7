//! Storage that works, that throws, and that gives back something else.

use crate::suite::story::{Story, five};
use serde_json::json;

const KEY: &str = "order-1";

fn throws(story: &mut Story) {
    let event =
        json!({ "type": "saveFailed", "errMsg": "setStorage:fail exceed storage max size" });
    story.answer("save", event);
}

#[test]
fn the_cashier_waits_for_the_journal() {
    let mut story = Story::new();
    story.tap(KEY).prepared(five());
    assert_eq!(story.did().last(), Some(&"save"));
    assert_eq!(story.machine.running(), Some(KEY));
    story.saved();
    assert_eq!(story.did(), ["requestPayment", "wait"]);
}

#[test]
fn storage_that_throws_does_not_stop_a_sale_and_is_reported() {
    let mut story = Story::new();
    story.storage_throws = true;
    story.tap(KEY).prepared(five()).did();
    throws(&mut story);
    assert_eq!(story.did(), ["warn", "requestPayment", "wait"]);
    assert!(story.warnings().contains(&"journal_unsaved"));
    story.closed("requestPayment:ok").queried("SUCCESS");
    assert_eq!(story.outcome(), ("paid", "paid"));
}

#[test]
fn storage_that_throws_while_the_journal_is_cleared_is_reported_too() {
    let mut story = Story::opened(KEY);
    story.storage_throws = true;
    story.closed("requestPayment:ok").queried("SUCCESS").did();
    throws(&mut story);
    assert_eq!(story.did(), ["warn"]);
    // the entry is still in storage: the next start asks, and learns that it is paid
    story.restart().resume(&[]).queried("SUCCESS");
    assert_eq!(story.outcome(), ("paid", "paid"));
}

#[test]
fn an_order_that_storage_lost_is_found_by_the_backends_own_list() {
    let mut story = Story::opened(KEY);
    story.storage = None;
    story.restart().resume(&[KEY]).queried("SUCCESS");
    assert_eq!(story.outcome(), ("paid", "paid"));
}

#[test]
fn a_journal_that_cannot_be_read_is_reported_and_stops_nothing() {
    for found in ["garbage", "wxpay-mini 2\norder-1\t\t\t1\t1\t.", "wxpay-mini 1\norder-1\t\t\t1"] {
        let mut story = Story::holding(found);
        assert_eq!(story.warnings(), ["journal_unreadable"], "{found:?}");
        story.tap(KEY).prepared(five()).saved().closed("requestPayment:ok").queried("SUCCESS");
        assert_eq!(story.outcome(), ("paid", "paid"), "{found:?}");
    }
}

#[test]
fn a_page_that_is_gone_changes_nothing_for_the_next_one() {
    // the page unloads while the cashier is open; the machine lives on in the app and settles the order
    let mut story = Story::opened(KEY);
    story.closed("requestPayment:ok").queried("SUCCESS").did();
    story.tap(KEY);
    assert_eq!(story.did(), ["settle"]);
    assert_eq!(story.outcome(), ("paid", "paid"));
}
