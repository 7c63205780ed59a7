//! Logging in before a payment, and once more when the backend has forgotten the buyer.

use super::player::{Player, fate, five, prepared, prepay_failed};
use serde_json::{Value, json};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;
use wxpay_mini::checkout::Settings;

fn player() -> Player {
    Player::with(Settings { login: true, ..Settings::default() })
}

fn unauthorised() -> Value {
    prepay_failed(401, json!({ "code": "unauthorised" }))
}

#[test]
fn a_login_comes_before_prepay() {
    let mut player = player();
    assert_eq!(fate(&player.pay()), ("paid", "paid", ""));
    assert_eq!(player.names()[..3], ["login", "prepay", "warn"]);
}

#[test]
fn a_401_logs_in_once_more() {
    let mut player = player();
    player.prepay = vec![unauthorised(), prepared(five())];
    assert_eq!(fate(&player.pay()), ("paid", "paid", ""));
    assert_eq!(player.names()[..5], ["login", "prepay", "login again", "prepay", "warn"]);
}

#[test]
fn a_401_logs_in_only_once_more() {
    let mut player = player();
    player.prepay = vec![unauthorised()];
    assert_eq!(fate(&player.pay()), ("failed", "not_logged_in", ""));
    assert_eq!(player.names(), ["login", "prepay", "login again", "prepay", "settle"]);
}

#[test]
fn without_login_a_401_ends_the_payment() {
    let mut player = Player::new();
    player.prepay = vec![unauthorised()];
    assert_eq!(fate(&player.pay()), ("failed", "not_logged_in", ""));
    assert_eq!(player.names(), ["prepay", "settle"]);
}

#[test]
fn a_login_that_fails_ends_the_payment() {
    for (failure, code) in [
        (json!({ "errMsg": "login:fail" }), "login_failed"),
        (json!({ "status": 500, "answer": { "code": "internal" } }), "login_failed"),
        (json!({ "status": 401, "answer": { "code": "login_code_invalid" } }), "login_failed"),
    ] {
        let mut player = player();
        let mut event = failure;
        event["type"] = json!("loginFailed");
        player.login = vec![event];
        assert_eq!(fate(&player.pay()), ("failed", code, ""));
        assert_eq!(player.names(), ["login", "settle"]);
    }
}

#[test]
fn the_next_payment_may_log_in_again() {
    let mut player = player();
    player.prepay = vec![unauthorised(), unauthorised(), unauthorised(), prepared(five())];
    assert_eq!(fate(&player.pay()), ("failed", "not_logged_in", ""));
    assert_eq!(fate(&player.pay()), ("paid", "paid", ""));
}
