//! Whose `nonceStr` and `timeStamp` were signed: ours, the backend's own, or those of an old answer.

use super::answers::{read, refused, seen};
use super::vectors::list;
use serde_json::{Value, json};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;
use wxpay_mini::answer::Context;
use wxpay_mini::pair::Pair;
use wxpay_mini::value::{NonceStr, TimeStamp};

const NONCE: &str = "5K8264ILTKCH16CQ2502SI8ZNMTM67VS";

fn pair(nonce_str: &str, time_stamp: &str) -> Pair {
    Pair {
        nonce_str: NonceStr::parse(nonce_str).expect("a nonce"),
        time_stamp: TimeStamp::parse(time_stamp).expect("a time"),
    }
}

/// The warnings about an answer of the reference backend when we asked for `pair`, or its refusal.
fn told(id: &str, pair: &Pair, strict_pair: bool) -> Value {
    let cases = list(include_str!("../vectors/answers/wxpay-merchant.json"));
    let case = cases.into_iter().find(|case| case["id"] == id).expect("the case");
    let context = Context { pair: Some(pair), strict_pair, ..Context::default() };
    let mut seen = seen(&read(&case["answer"], context));
    match seen["kind"].as_str() {
        Some("params") => seen["warnings"].take(),
        _ => seen,
    }
}

#[test]
fn our_own_pair_comes_back_without_a_word() {
    let ours = pair(NONCE, "1490840662");
    for strict in [true, false] {
        assert_eq!(told("wxpay-merchant-pair-client", &ours, strict), json!([]));
    }
}

#[test]
fn another_pair_than_ours_is_an_old_answer() {
    for other in [pair("another", "1490840662"), pair(NONCE, "1490840663")] {
        let told = told("wxpay-merchant-pair-client", &other, true);
        assert_eq!(told, refused("stale_pair", "nonceStr"));
    }
}

#[test]
fn a_backend_may_say_that_the_pair_is_its_own() {
    let ours = pair("ours", "1490840662");
    let warned = json!([{ "code": "pair_of_backend", "field": "nonceStr" }]);
    assert_eq!(told("wxpay-merchant-pair-backend", &ours, true), warned);
    // most backends know no marks and always make their own
    assert_eq!(told("wxpay-merchant-pair-client", &ours, false), warned);
}
