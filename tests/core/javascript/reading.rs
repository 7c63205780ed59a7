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

/// A text as JavaScript has it, half characters and all.
fn units(units: &[u16]) -> JsValue {
    js_sys::JsString::from_char_code(units).into()
}

fn text(js: JsValue) -> String {
    match Value::from(js) {
        Value::Text(text) => text,
        _ => panic!("no text"),
    }
}

#[test]
fn every_character_arrives_as_it_is_and_half_of_one_as_the_replacement_character() {
    let mut all: Vec<u16> = (0..=0x7ff).chain(0x2028..=0x2030).chain(0xd7f0..=0xd80f).collect();
    all.extend(0xdff0..=0xe00f);
    all.extend(0xfff0..=0xffff);
    all.extend("茶%E8%8C%B6🍵100%".encode_utf16());
    assert_eq!(text(units(&all)), String::from_utf16_lossy(&all));
    for pair in [[0xd83c, 0x61], [0x61, 0xdf75], [0xdf75, 0xd83c], [0xd83c, 0xdf75]] {
        assert_eq!(text(units(&pair)), String::from_utf16_lossy(&pair));
    }
}

#[test]
fn a_text_that_is_cut_inside_a_character_ends_in_the_replacement_character() {
    let long = format!("a{}", "🍵".repeat(3_500));
    let cut = text(JsValue::from_str(&long));
    assert_eq!(cut, format!("a{}\u{fffd}", "🍵".repeat(3_499)));
}

#[test]
fn names_of_fields_in_any_writing_are_told() {
    assert_eq!(object(to_js(&json!({ "é": 1, "金额": 2 }))).names(), "é, 金额");
}

#[test]
fn names_of_fields_leave_symbols_out() {
    let js = to_js(&json!({ "one": 1, "two": 2 }));
    assert_eq!(Reflect::set(&js, &Symbol::iterator().into(), &1.into()), Ok(true));
    assert_eq!(object(js).names(), "one, two");
}
