//! `addEntropy`: what fills the pool, and what does not.

use super::hands::NOW;
use wasm_bindgen_test::wasm_bindgen_test as test;
use wxpay_mini::bindings::add_entropy;
use wxpay_mini::pair::Pair;

/// How many bytes the pool holds.
fn held() -> u32 {
    add_entropy(&[])
}

fn empty_the_pool() {
    assert!((0..10).any(|_| Pair::generate(NOW as u64).is_err()), "the pool never ends");
}

#[test]
fn bytes_that_are_all_alike_come_from_no_random_source() {
    empty_the_pool();
    let before = held();
    for list in [&[0; 64][..], &[255; 256], &[7]] {
        assert_eq!(add_entropy(list), before);
    }
}

#[test]
fn the_pool_holds_eight_payments_and_no_more() {
    empty_the_pool();
    let bytes: Vec<u8> = (0..=255).collect();
    for _ in 0..3 {
        assert_eq!(add_entropy(&bytes), 256);
    }
    let pairs: Vec<_> = (0..10).map(|_| Pair::generate(NOW as u64).is_ok()).collect();
    assert_eq!(pairs.iter().filter(|made| **made).count(), 8);
}

#[test]
fn a_byte_is_used_once() {
    empty_the_pool();
    add_entropy(&(0..64).map(|at| at ^ (at >> 5)).collect::<Vec<u8>>());
    let one = Pair::generate(NOW as u64).expect("a pair");
    let other = Pair::generate(NOW as u64).expect("a pair");
    assert_ne!(one.nonce_str, other.nonce_str);
    assert!(Pair::generate(NOW as u64).is_err());
}
