//! Asking for a payment's fate: how often, for how long, and whom to believe.

use super::player::{ORDER, Player, closed, fate, five, prepared, queried, settled, state};
use serde_json::{Value, json};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;
use wxpay_mini::checkout::{Order, Settings};

#[test]
fn an_unpaid_order_is_asked_for_with_growing_distance_through_the_whole_budget() {
    let mut player = Player::new();
    player.query = vec![state("NOTPAY")];
    assert_eq!(fate(&player.pay()), ("unknown", "unconfirmed", ""));
    assert_eq!(player.asked_at, [0, 1_000, 2_500, 5_000, 8_000, 11_500, 13_000]);
}

#[test]
fn a_notification_that_comes_late_is_waited_for() {
    let mut player = Player::new();
    player.query = [vec![state("NOTPAY"); 5], vec![state("SUCCESS")]].concat();
    assert_eq!(fate(&player.pay()), ("paid", "paid", ""));
    assert_eq!(player.asked_at.last(), Some(&11_500));
}

#[test]
fn the_budget_is_the_pages() {
    let mut player = Player::with(Settings { budget: 6_000, ..Settings::default() });
    player.query = vec![state("NOTPAY")];
    player.pay();
    assert_eq!(player.asked_at, [0, 1_000, 2_500, 4_000]);
}

#[test]
fn queries_that_hang_do_not_pass_the_budget() {
    let mut player = Player::new();
    player.query = vec![json!({ "type": "queryFailed", "errMsg": "timeout" })];
    player.latency = 60_000;
    let outcome = player.pay();
    assert_eq!(fate(&outcome), ("unknown", "query_unreachable", ""));
    assert_eq!(player.asked_at, [0, 5_000, 10_000]);
    let timeouts = player.seen.iter().filter_map(|command| match command.order {
        Order::Query { timeout, .. } => Some(timeout),
        _ => None,
    });
    assert!(timeouts.eq([5_000, 5_000, 5_000]));
}

#[test]
fn starts_that_a_slow_query_missed_are_not_made_up_for() {
    for slow in [1, 2] {
        let mut player = Player::new();
        player.query = vec![state("NOTPAY")];
        player.latency = 4_900;
        let mut commands = player.tap(ORDER);
        while settled(&commands).is_none() {
            if player.asked_at.len() == slow {
                player.latency = 50;
            }
            commands = player.step(&commands);
        }
        let distances: Vec<_> = player.asked_at.windows(2).map(|pair| pair[1] - pair[0]).collect();
        assert!(distances.iter().all(|ms| *ms >= 1_000), "{:?}", player.asked_at);
    }
}

#[test]
fn a_clock_that_is_set_back_does_not_keep_the_buyer_waiting_for_ever() {
    let mut player = Player::new();
    player.query = vec![state("NOTPAY")];
    player.setback = 3_600_000;
    assert_eq!(fate(&player.pay()), ("unknown", "unconfirmed", ""));
    assert_eq!(player.asked_at.len(), 7);
}

#[test]
fn an_unreachable_backend_may_come_back() {
    let mut player = Player::new();
    let silence = json!({ "type": "queryFailed", "errMsg": "request:fail" });
    let trouble = json!({ "type": "queryFailed", "status": 500, "answer": "<html>" });
    player.query = vec![silence, trouble, state("SUCCESS")];
    assert_eq!(fate(&player.pay()), ("paid", "paid", ""));
}

/// What a query says when it is not about this payment, and the code that the outcome then has.
fn never_paid(answer: Value, code: &str, field: &str) {
    for err_msg in ["requestPayment:ok", "requestPayment:fail cancel"] {
        let mut player = Player::new();
        player.cashier = closed(err_msg);
        player.query = vec![queried(answer.clone())];
        assert_eq!(fate(&player.pay()), ("unknown", code, field), "{err_msg} {answer}");
    }
}

#[test]
fn a_query_about_another_order_never_makes_a_payment_paid() {
    let answer = json!({ "outTradeNo": "202611210002", "tradeState": "SUCCESS", "total": 1990 });
    never_paid(answer, "other_order", "outTradeNo");
    let of_no_order = json!({ "tradeState": "SUCCESS", "total": 1990 });
    never_paid(of_no_order, "missing", "outTradeNo");
}

#[test]
fn a_query_with_another_amount_never_makes_a_payment_paid() {
    let answer = json!({ "outTradeNo": "202611210001", "tradeState": "SUCCESS", "total": 1 });
    never_paid(answer, "other_amount", "total");
    let of_v3 = json!({ "out_trade_no": "202611210001", "trade_state": "SUCCESS", "amount": { "total": 1 } });
    never_paid(of_v3, "other_amount", "total");
}

#[test]
fn only_the_exact_word_of_wechat_makes_a_payment_paid() {
    for word in ["success", "SUCCESS ", "PAID", "OK", ""] {
        let mut player = Player::new();
        player.query = vec![state(word)];
        assert_eq!(player.pay().status.as_str(), "unknown", "{word:?}");
    }
    for answer in [json!(true), json!("SUCCESS"), json!({ "paid": true }), json!(null), json!([])] {
        let mut player = Player::new();
        player.query = vec![queried(answer.clone())];
        assert_eq!(player.pay().status.as_str(), "unknown", "{answer}");
    }
}

#[test]
fn a_query_asks_by_the_number_that_prepay_told() {
    let number = |player: &Player| {
        player.seen.iter().find_map(|command| match &command.order {
            Order::Query { out_trade_no, .. } => Some(out_trade_no.clone()),
            _ => None,
        })
    };
    let mut player = Player::new();
    player.pay();
    assert_eq!(number(&player).as_deref(), Some("202611210001"));

    let mut player = Player::new();
    let mut answer = five();
    answer.as_object_mut().expect("an object").remove("outTradeNo");
    player.prepay = vec![prepared(answer)];
    player.pay();
    assert_eq!(number(&player).as_deref(), Some(""), "the glue knows the page's key");
}
