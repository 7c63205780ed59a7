//! What the bindings read of an object of JavaScript: a text for which there is room, and the names of its fields.

use super::hands::to_js;
use js_sys::{Reflect, Symbol};
use serde_json::json;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test as test;
use wxpay_mini::untrusted::{Object, Value};

fn object(js: JsValue) -> Box<dyn Object> {
    match Value::from(js) {
        Value::Object(object) => object,
        _ => panic!("no object"),
    }
}

#[test]
fn a_text_is_copied_only_where_there_is_room_for_all_of_its_bytes() {
    let object = object(to_js(&json!({ "text": "支".repeat(100) })));
    assert!(matches!(object.get("text", 300), Value::Text(text) if text.len() == 300));
    assert!(matches!(object.get("text", 299), Value::Unreadable));
}

#[test]
fn a_long_text_is_cut_before_it_is_copied_and_needs_no_more_room_than_that() {
    let object = object(to_js(&json!({ "text": "支".repeat(9_000) })));
    assert!(matches!(object.get("text", 21_000), Value::Text(text) if text.len() == 21_000));
    assert!(matches!(object.get("text", 20_999), Value::Unreadable));
}

#[test]
fn names_of_fields_leave_symbols_out() {
    let js = to_js(&json!({ "one": 1, "two": 2 }));
    assert_eq!(Reflect::set(&js, &Symbol::iterator().into(), &1.into()), Ok(true));
    assert_eq!(object(js).names(), "one, two");
}
