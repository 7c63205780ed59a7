//! Reading the data files of tests/vectors, and handing a value to the core as it arrives there: JSON
//! natively, a JavaScript value in wasm. No expectation lives here.

use serde_json::Value;
use wxpay_mini::untrusted::{Arena, Fields, Raw};

/// The examples of signatures that WeChat Pay and its SDKs publish.
pub fn published() -> Vec<Value> {
    list(include_str!("../vectors/published.json"))
}

/// The words with which clients end the cashier.
pub fn errmsg() -> Vec<Value> {
    list(include_str!("../vectors/errmsg.json"))
}

pub fn list(text: &str) -> Vec<Value> {
    serde_json::from_str(text).expect("a list of cases")
}

/// The value as the core gets it, for as long as `arena` keeps it.
#[cfg(not(target_arch = "wasm32"))]
pub fn raw<'a>(arena: &'a Arena, value: &Value) -> Raw<'a> {
    arena.keep(value.clone().into())
}

/// The value as the core gets it, for as long as `arena` keeps it.
#[cfg(target_arch = "wasm32")]
pub fn raw<'a>(arena: &'a Arena, value: &Value) -> Raw<'a> {
    arena.keep(js_sys::JSON::parse(&value.to_string()).expect("JSON").into())
}

pub fn object<'a>(arena: &'a Arena, value: &Value) -> Fields<'a> {
    raw(arena, value).object("object").expect("an object")
}

/// The text of a field; empty where there is none.
pub fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}
