//! The checkout machine against its promises: every reachable interleaving up to a bound, long random runs,
//! the decision table, and stories. Native only: the machine is the same in wasm, a phone is too slow for this.
#![cfg(not(target_arch = "wasm32"))]

#[cfg(feature = "json")]
#[path = "checkout/mod.rs"]
mod suite;

#[cfg(not(feature = "json"))]
#[test]
fn skipped() {
    println!(
        "skipped: the feature `json` is off, and these tests tell the machine of the world in JSON"
    );
}
