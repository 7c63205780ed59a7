//! Logging in: before prepay, once more on 401, and when it comes to nothing.

use crate::suite::setup::START;
use crate::suite::story::{NUMBER, Story, TOTAL, five};
use serde_json::{Value as Json, json};
use wxpay_mini::checkout::Settings;

const KEY: &str = "order-1";

fn story() -> Story {
    Story::with(Settings { login: true, ..Settings::default() })
}

fn refused() -> Json {
    json!({ "status": 401, "answer": { "code": "unauthorized" } })
}

fn login_failed(story: &mut Story, failure: Json) {
    let mut event = failure;
    event["type"] = json!("loginFailed");
    story.answer("login", event);
}

#[test]
fn a_login_comes_before_prepay() {
    let mut story = story();
    story.tap(KEY);
    assert_eq!(story.did(), ["login"]);
    story.logged_in();
    assert_eq!(story.did().last(), Some(&"prepay"));
}

#[test]
fn a_login_that_expired_is_made_once_more_and_the_payment_goes_on() {
    let mut story = story();
    story.tap(KEY).logged_in().prepay_failed(refused());
    let login = format!("{:?}", story.commands.last().expect("a command").order);
    assert_eq!(login, "Login { again: true, timeout: 15000 }");
    story.logged_in().prepared(five()).saved().closed("requestPayment:ok").queried("SUCCESS");
    assert_eq!(story.outcome(), ("paid", "paid"));
}

#[test]
fn a_second_401_is_not_logged_in() {
    let mut story = story();
    story.tap(KEY).logged_in().prepay_failed(refused()).logged_in().prepay_failed(refused());
    assert_eq!(story.outcome(), ("failed", "not_logged_in"));
    assert_eq!(story.did().iter().filter(|name| **name == "login").count(), 2);
}

#[test]
fn a_code_that_was_used_or_is_too_old_fails_before_anything_is_ordered() {
    let mut story = story();
    story.tap(KEY);
    let answer = json!({ "code": "login_code_invalid", "message": "code been used" });
    login_failed(&mut story, json!({ "status": 400, "answer": answer }));
    assert_eq!(story.outcome(), ("failed", "login_failed"));
    let message = story.page()["message"].to_string();
    assert!(message.contains("HTTP 400 login_code_invalid code been used"), "{message}");
    assert_eq!(story.did(), ["login", "settle"]);
}

#[test]
fn without_login_a_401_is_the_pages_own() {
    let mut story = Story::new();
    story.tap(KEY).prepay_failed(refused());
    assert_eq!(story.outcome(), ("failed", "not_logged_in"));
}

#[test]
fn an_open_order_that_cannot_log_in_is_unknown_not_failed() {
    let mut story = story();
    story.storage = Some(format!("wxpay-mini 1\n{KEY}\t{NUMBER}\t{TOTAL}\t{}\t1\t.", START / 1000));
    story.restart().tap(KEY);
    login_failed(&mut story, json!({ "errMsg": "login:fail timeout" }));
    assert_eq!(story.outcome(), ("unknown", "login_failed"));
    assert_eq!(story.page()["cause"]["errMsg"], "login:fail timeout");
    assert_eq!(story.journal(KEY), "open");
}

#[test]
fn a_401_in_the_middle_of_asking_never_opens_a_second_cashier() {
    let mut story = story();
    story.tap(KEY).logged_in().prepared(five()).saved().closed("requestPayment:ok").did();
    story.query_failed(refused());
    assert_eq!(story.did(), ["wait"]);
    story.waited().queried("SUCCESS");
    assert_eq!(story.outcome(), ("paid", "paid"));
}

#[test]
fn resume_logs_in_first_and_once_more_on_401() {
    let mut story = story();
    story.resume(&["order-1", "order-2"]);
    assert_eq!(story.did(), ["login"]);
    story.logged_in().query_failed(refused());
    assert_eq!(story.did(), ["query", "login"]);
    story.logged_in().queried("SUCCESS");
    assert_eq!(story.outcome(), ("paid", "paid"));
    // the second 401 is an answer, and the pass goes on to its end
    story.query_failed(refused());
    assert_eq!(story.outcome(), ("unknown", "not_logged_in"));
    assert_eq!(story.did().last(), Some(&"resumeDone"));
}

#[test]
fn resume_without_a_login_leaves_every_order_open() {
    let mut story = story();
    story.resume(&["order-1", "order-2"]);
    login_failed(&mut story, json!({ "errMsg": "login:fail" }));
    assert_eq!(story.did(), ["login", "resumed", "resumed", "resumeDone"]);
    assert!(story.outcomes().iter().all(|outcome| outcome.status.as_str() == "unknown"));
}
