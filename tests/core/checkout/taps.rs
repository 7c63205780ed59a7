//! Taps and answers that come at the wrong time.

use super::player::{GOES_WELL, ORDER, Player, closed, fate, five, prepared, settled, state};
use serde_json::json;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;
use wxpay_mini::checkout::{Event, Order};
use wxpay_mini::untrusted::Arena;
use wxpay_mini::{Code, Error};

#[test]
fn a_second_tap_joins_the_first() {
    let mut player = Player::new();
    let mut commands = player.tap(ORDER);
    while settled(&commands).is_none() {
        assert_eq!(player.tap(ORDER), [], "at {:?}", player.names().last());
        commands = player.step(&commands);
    }
    assert_eq!(player.names(), GOES_WELL);
}

#[test]
fn another_order_is_told_that_one_is_being_paid() {
    let mut player = Player::new();
    let mut commands = player.tap(ORDER);
    let refused = player.tap("order-2");
    assert_eq!(refused.len(), 1);
    assert_eq!(refused[0].order_key, "order-2");
    assert_eq!(fate(&settled(&refused).expect("an outcome")), ("failed", "busy", ""));
    assert_eq!(player.machine.running(), Some(ORDER));
    while settled(&commands).is_none() {
        commands = player.step(&commands);
    }
    assert_eq!(fate(&settled(&commands).expect("an outcome")), ("paid", "paid", ""));
}

#[test]
fn a_tap_after_the_outcome_begins_anew() {
    let mut player = Player::new();
    player.query = vec![state("NOTPAY"), state("SUCCESS")];
    player.cashier = closed("requestPayment:fail cancel");
    assert_eq!(fate(&player.pay()), ("cancelled", "cancelled", ""));
    player.cashier = closed("requestPayment:ok");
    assert_eq!(fate(&player.pay()), ("paid", "paid", ""));
    assert_eq!(player.names(), [GOES_WELL, GOES_WELL].concat());
}

#[test]
fn a_tap_on_a_paid_order_is_told_so_and_opens_nothing() {
    let mut player = Player::new();
    player.pay();
    assert_eq!(fate(&player.pay()), ("paid", "paid", ""));
    assert_eq!(player.names(), [&GOES_WELL[..], &["settle"]].concat());
}

#[test]
fn answers_to_old_commands_change_nothing() {
    let mut player = Player::new();
    let mut commands = player.tap(ORDER);
    let mut old = vec![0, u32::MAX];
    while settled(&commands).is_none() {
        for id in old.iter().copied() {
            for late in [
                prepared(five()),
                closed("requestPayment:ok"),
                state("SUCCESS"),
                state("CLOSED"),
                json!({ "type": "elapsed" }),
                json!({ "type": "loggedIn" }),
                json!({ "type": "saved" }),
                json!({ "type": "prepayFailed", "errMsg": "timeout" }),
                json!({ "type": "queryFailed", "errMsg": "timeout" }),
            ] {
                assert_eq!(player.answer(id, late), [], "{id}");
            }
        }
        old.extend(commands.iter().map(|command| command.id));
        commands = player.step(&commands);
    }
    assert_eq!(player.names(), GOES_WELL);
    for id in old {
        assert_eq!(player.answer(id, state("SUCCESS")), [], "after the outcome");
    }
}

#[test]
fn an_answer_of_the_wrong_kind_does_not_end_a_payment() {
    let mut player = Player::new();
    let commands = player.tap(ORDER);
    let id = commands.last().expect("prepay").id;
    assert_eq!(player.answer(id, closed("requestPayment:ok")), []);
    assert_eq!(player.answer(id, state("SUCCESS")), []);
    assert_eq!(player.machine.running(), Some(ORDER));
    assert_eq!(player.answer(id, prepared(five())).len(), 2, "a warning and the journal");
}

#[test]
fn every_command_has_a_number_of_its_own() {
    let mut player = Player::new();
    player.query = vec![state("NOTPAY")];
    player.pay();
    player.pay();
    let mut ids: Vec<_> = player.seen.iter().map(|command| command.id).collect();
    let count = ids.len();
    ids.dedup();
    assert!(ids.is_sorted() && ids.len() == count, "{ids:?}");
}

#[test]
fn an_event_that_the_glue_would_never_send_is_refused_with_its_field() {
    let read = |event: serde_json::Value| -> Error {
        match Event::read(crate::suite::vectors::object(&Arena::new(), &event)) {
            Ok(_) => panic!("accepted: {event}"),
            Err(error) => error,
        }
    };
    for (event, code, field) in [
        (json!({}), Code::Missing, "type"),
        (json!({ "type": "paid" }), Code::Malformed, "type"),
        (json!({ "type": 1 }), Code::WrongType, "type"),
        (json!({ "type": "tap" }), Code::Missing, "orderKey"),
        (json!({ "type": "tap", "orderKey": "" }), Code::Missing, "orderKey"),
        (json!({ "type": "tap", "orderKey": 7 }), Code::WrongType, "orderKey"),
        (json!({ "type": "tap", "orderKey": "a b" }), Code::Malformed, "orderKey"),
        (json!({ "type": "tap", "orderKey": "k".repeat(65) }), Code::Malformed, "orderKey"),
        (json!({ "type": "resume", "length": 1 }), Code::Missing, "orders"),
        (json!({ "type": "resume", "length": 1, "0": "a" }), Code::WrongType, "orders"),
        (json!({ "type": "resume", "length": 1, "0": {} }), Code::Missing, "orderKey"),
        (
            json!({ "type": "resume", "length": 1, "0": { "orderKey": "a b" } }),
            Code::Malformed,
            "orderKey",
        ),
        (
            json!({ "type": "resume", "length": 1, "0": { "orderKey": "a", "outTradeNo": "no!" } }),
            Code::Malformed,
            "outTradeNo",
        ),
        (
            json!({ "type": "resume", "length": 1, "0": { "orderKey": "a", "total": "9.9" } }),
            Code::Malformed,
            "total",
        ),
        (json!({ "type": "saved" }), Code::WrongType, "id"),
        (json!({ "type": "elapsed" }), Code::WrongType, "id"),
        (json!({ "type": "elapsed", "id": "1" }), Code::WrongType, "id"),
        (json!({ "type": "elapsed", "id": -1 }), Code::WrongType, "id"),
        (json!({ "type": "elapsed", "id": 4_294_967_296_u64 }), Code::WrongType, "id"),
    ] {
        let error = read(event.clone());
        assert_eq!((error.code(), error.field()), (code, field), "{event}");
    }
}

#[test]
fn a_payment_is_settled_once_and_only_its_journal_is_cleared_afterwards() {
    for end in ["requestPayment:ok", "requestPayment:fail cancel", "requestPayment:fail"] {
        let mut player = Player::new();
        player.cashier = closed(end);
        player.pay();
        let settles = |order: &Order| matches!(order, Order::Settle { .. });
        assert_eq!(player.seen.iter().filter(|command| settles(&command.order)).count(), 1);
        let behind = player.seen.iter().skip_while(|command| !settles(&command.order)).skip(1);
        assert!(behind.into_iter().all(|command| matches!(command.order, Order::Save { .. })));
    }
}
