//! Runs the tests of the core natively: `cargo test -p wxpay-mini`, with any features. Signing and
//! JSON are always on here (the dev-dependency on the crate itself in Cargo.toml).
#![cfg(not(target_arch = "wasm32"))]

#[path = "core/mod.rs"]
mod suite;
