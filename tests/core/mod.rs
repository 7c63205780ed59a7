//! The tests of the core. One body for every engine: tests/native.rs, tests/wasm_node.rs and
//! tests/wasm_browser.rs run it. What only one side can show stands at the end. The data files are in
//! tests/vectors; the wasm that ships is looked at in tests/module.rs.

mod answers;
mod cashier;
mod checkout;
mod errors;
mod outcome;
mod pair;
mod query;
mod signing;
mod values;
mod vectors;

#[cfg(target_arch = "wasm32")]
mod javascript;
#[cfg(not(target_arch = "wasm32"))]
mod properties;
