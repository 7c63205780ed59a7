//! Runs the tests of the core as wasm in a browser: `wasm-pack test --headless --chrome`, as it is or
//! with `--features local-sign`. Where wasm-pack finds no driver of its own:
//! `--chromedriver /usr/bin/chromedriver`. Chromium's flags are in webdriver.json at the root.
#![cfg(target_arch = "wasm32")]

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

#[path = "core/mod.rs"]
mod suite;
