//! Runs the tests of the core as wasm in Node: `wasm-pack test --node`, as it is or with
//! `--features local-sign`: the signing vectors run either way (the dev-dependency on the crate itself
//! in Cargo.toml). The allocator is the one that ships, a fixed arena; a test that fails frees nothing,
//! so that the harness may have no room to tell why: run it alone, `wasm-pack test --node . -- NAME`.
#![cfg(target_arch = "wasm32")]

#[path = "core/mod.rs"]
mod suite;
