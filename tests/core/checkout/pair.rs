//! The pair of a payment: ours when there are random bytes, the backend's otherwise, and never a
//! weaker one.

use super::player::{ORDER, Player, closed, fate, five, prepared, state};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;
use wxpay_mini::checkout::{Order, Settings};
use wxpay_mini::pair::Pair;

/// In wasm random bytes come from a pool that the glue fills.
pub fn fill_pool() {
    #[cfg(target_arch = "wasm32")]
    {
        let bytes: Vec<u8> = (0..64).collect();
        for _ in 0..4 {
            wxpay_mini::bindings::add_entropy(&bytes);
        }
    }
}

fn sent(player: &Player) -> Vec<Option<Pair>> {
    let pairs = player.seen.iter().filter_map(|command| match &command.order {
        Order::Prepay { pair, .. } => Some(pair.clone()),
        _ => None,
    });
    pairs.collect()
}

#[test]
fn prepay_asks_for_a_pair_of_now() {
    let mut player = Player::new();
    player.tap(ORDER);
    let [Some(pair)] = &sent(&player)[..] else { panic!("no pair") };
    assert_eq!(pair.time_stamp.as_str(), "1490840662");
    assert_eq!(pair.nonce_str.as_str().len(), 32);
}

#[test]
fn a_backend_that_signs_our_pair_is_not_warned_about() {
    let mut player = Player::with(Settings { strict_pair: true, ..Settings::default() });
    let commands = player.tap(ORDER);
    let [Some(pair)] = &sent(&player)[..] else { panic!("no pair") };
    let mut answer = five();
    answer["nonceStr"] = pair.nonce_str.as_str().into();
    answer["timeStamp"] = pair.time_stamp.as_str().into();
    player.prepay = vec![prepared(answer)];
    let commands = player.step(&commands);
    player.step(&commands);
    assert_eq!(player.names(), ["prepay", "save", "requestPayment", "wait"]);
}

#[test]
fn an_answer_from_a_cache_is_refused_where_the_pair_is_strict() {
    let mut player = Player::with(Settings { strict_pair: true, ..Settings::default() });
    assert_eq!(fate(&player.pay()), ("failed", "stale_pair", "nonceStr"));
    assert_eq!(player.names(), ["prepay", "settle"]);
}

#[test]
fn a_pair_that_is_marked_as_the_backends_is_taken_with_a_warning() {
    let mut player = Player::with(Settings { strict_pair: true, ..Settings::default() });
    let mut answer = five();
    answer["pair"] = "backend".into();
    player.prepay = vec![prepared(answer)];
    assert_eq!(fate(&player.pay()), ("paid", "paid", ""));
    assert_eq!(player.warnings(), [("pair_of_backend", "nonceStr")]);
}

#[test]
fn a_clock_that_ten_digits_cannot_tell_leaves_the_pair_to_the_backend() {
    let mut player = Player::new();
    player.now = 1_000;
    assert_eq!(fate(&player.pay()), ("paid", "paid", ""));
    assert_eq!(sent(&player), [None]);
    assert_eq!(player.warnings(), [("malformed", "timeStamp")]);
}

/// Natively random bytes never run out.
#[cfg(target_arch = "wasm32")]
#[test]
fn without_random_bytes_the_pair_is_left_to_the_backend() {
    let mut player = Player::new();
    assert!((0..10).any(|_| Pair::generate(player.now).is_err()), "the pool never ends");
    assert_eq!(fate(&player.pay()), ("paid", "paid", ""));
    assert_eq!(sent(&player), [None]);
    assert_eq!(player.warnings(), [("no_entropy", "nonceStr")]);
}

#[test]
fn every_payment_has_a_pair_of_its_own() {
    let mut player = Player::new();
    player.cashier = closed("requestPayment:fail cancel");
    player.query = vec![state("NOTPAY")];
    player.pay();
    fill_pool();
    player.pay();
    let pairs = sent(&player);
    assert_eq!(pairs.len(), 2);
    assert!(pairs[0].is_some() && pairs[0] != pairs[1]);
}
