//! `addEntropy` under anything but random bytes.

use super::hands::{Hostile, NOW, to_js, to_json};
use serde_json::json;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test as test;
use wxpay_mini::bindings::add_entropy;
use wxpay_mini::pair::Pair;

/// How many bytes the pool holds.
fn held() -> u32 {
    add_entropy(to_js(&json!([]))).expect("no bytes at all")
}

fn empty_the_pool() {
    assert!((0..10).any(|_| Pair::generate(NOW as u64).is_err()), "the pool never ends");
}

fn code(bytes: &JsValue) -> Option<(String, String)> {
    let error = to_json(&add_entropy(bytes.clone()).err()?);
    let part = |name: &str| error[name].as_str().unwrap_or_default().to_owned();
    assert!(!part("message").is_empty() && !part("hint").is_empty());
    Some((part("code"), part("field")))
}

#[test]
fn what_is_no_list_of_bytes_is_refused_and_adds_nothing() {
    let hostile = Hostile::new();
    empty_the_pool();
    let before = held();
    for name in hostile.names() {
        // zeros are numbers of a byte, but all alike
        let alike = name == "typed array";
        match code(&hostile.value(&name)) {
            None => assert!(alike, "{name} is taken"),
            Some((code, field)) => {
                assert!(
                    ["missing", "wrong_type", "unreadable"].contains(&&*code),
                    "{name}: {code}"
                );
                assert_eq!(field, "bytes", "{name}");
            }
        }
        assert_eq!(held(), before, "{name} added bytes");
    }
}

#[test]
fn numbers_that_are_no_bytes_are_refused() {
    empty_the_pool();
    let before = held();
    for list in [
        json!([1, 256]),
        json!([1, -1]),
        json!([1, 1.5]),
        json!([1, null]),
        json!([1, "2"]),
        json!([1, [2]]),
    ] {
        assert_eq!(code(&to_js(&list)), Some(("wrong_type".into(), "bytes".into())), "{list}");
    }
    let long: Vec<u8> = (0..=255).chain(0..=0).collect();
    assert_eq!(long.len(), 257);
    assert!(code(&to_js(&json!(long))).is_some());
    for length in [json!(-1), json!(1e9), json!("3"), json!(null), json!(2.5)] {
        let like = json!({ "length": length, "0": 1, "1": 2, "2": 3 });
        assert!(code(&to_js(&like)).is_some(), "{like}");
    }
    let hostile = Hostile::new();
    let like = to_js(&json!({ "length": 3, "0": 1, "2": 3 }));
    assert!(code(&hostile.with_getter(&like, "1")).is_some());
    assert_eq!(held(), before);
}

#[test]
fn bytes_that_are_all_alike_come_from_no_random_source() {
    empty_the_pool();
    let before = held();
    for list in [json!(vec![0; 64]), json!(vec![255; 256]), json!([7])] {
        assert_eq!(code(&to_js(&list)), None);
        assert_eq!(held(), before);
    }
}

#[test]
fn the_pool_holds_eight_payments_and_no_more() {
    empty_the_pool();
    let bytes: Vec<u8> = (0..=255).collect();
    for _ in 0..3 {
        assert_eq!(add_entropy(to_js(&json!(bytes))), Ok(256));
    }
    let pairs: Vec<_> = (0..10).map(|_| Pair::generate(NOW as u64).is_ok()).collect();
    assert_eq!(pairs.iter().filter(|made| **made).count(), 8);
}

#[test]
fn a_byte_is_used_once() {
    empty_the_pool();
    add_entropy(to_js(&json!((0..64).map(|at| at ^ (at >> 5)).collect::<Vec<u8>>())))
        .expect("bytes");
    let one = Pair::generate(NOW as u64).expect("a pair");
    let other = Pair::generate(NOW as u64).expect("a pair");
    assert_ne!(one.nonce_str, other.nonce_str);
    assert!(Pair::generate(NOW as u64).is_err());
}
