//! Getters that act while they are read: they call the machine again, or free it.

use super::hands::{Hostile, Machine, NOW, to_js};
use crate::suite::checkout::player::five;
use serde_json::json;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_test::wasm_bindgen_test as test;

/// What was thrown, as text.
type Thrown = Rc<RefCell<Vec<String>>>;

/// A function for JavaScript that calls `machine.handle` with a tap, and keeps what it threw.
fn tapping(machine: &Machine) -> (Closure<dyn FnMut()>, Thrown) {
    let thrown = Thrown::default();
    let (machine, kept) = (machine.0.clone(), thrown.clone());
    let act = Closure::new(move || {
        let handle = js_sys::Reflect::get(&machine, &"handle".into()).expect("handle");
        let handle: js_sys::Function = handle.into();
        let tap = to_js(&json!({ "type": "tap", "orderKey": "from a getter" }));
        let end = handle.call2(&machine, &NOW.into(), &tap);
        let error = end.expect_err("re-entered");
        kept.borrow_mut().push(String::from(js_sys::Object::from(error).to_string()));
    });
    (act, thrown)
}

#[test]
fn a_getter_of_an_event_cannot_re_enter_the_machine() {
    let hostile = Hostile::new();
    let machine = Machine::new();
    let (act, thrown) = tapping(&machine);
    let tap = to_js(&json!({ "type": "tap" }));
    let event = hostile.acting(&tap, "orderKey", act.as_ref(), &"order-1".into());
    let commands = hostile.handle(&machine, &NOW.into(), &event).commands();
    assert_eq!(commands[0]["type"], "prepay");
    assert_eq!(commands[0]["orderKey"], "order-1");
    assert_eq!(thrown.borrow().len(), 1);
    assert!(!thrown.borrow()[0].contains("unreachable"), "{:?}", thrown.borrow());
    machine.works(&hostile);
}

#[test]
fn a_getter_of_an_answer_cannot_re_enter_the_machine() {
    let hostile = Hostile::new();
    let (machine, id) = Machine::preparing(&hostile);
    let (act, thrown) = tapping(&machine);
    let sign = "22D9B4E54AB1950F51E0649E8810ACD6";
    let answer = hostile.acting(&to_js(&five()), "paySign", act.as_ref(), &sign.into());
    let event = to_js(&json!({ "type": "prepared", "id": id }));
    let event = hostile.put(&event, "answer", &answer);
    let commands = hostile.handle(&machine, &NOW.into(), &event).commands();
    assert_eq!(commands.last().expect("a command")["type"], "save");
    assert!(!thrown.borrow().is_empty());
    machine.works(&hostile);
}

#[test]
fn re_entering_a_thousand_times_leaks_no_stack() {
    let hostile = Hostile::new();
    let machine = Machine::new();
    let (act, thrown) = tapping(&machine);
    for _ in 0..1_000 {
        let event = hostile.acting(&to_js(&json!({})), "type", act.as_ref(), &JsValue::NULL);
        let (code, field) = hostile.handle(&machine, &NOW.into(), &event).refusal();
        assert_eq!((&*code, &*field), ("wrong_type", "type"));
        thrown.borrow_mut().clear();
    }
    machine.works(&hostile);
}

#[test]
fn a_getter_cannot_free_the_machine_under_its_own_feet() {
    let hostile = Hostile::new();
    let machine = Machine::new();
    let freed = machine.0.clone();
    let act: Closure<dyn FnMut()> = Closure::new(move || {
        let free = js_sys::Reflect::get(&freed, &"free".into()).expect("free");
        let _ = js_sys::Function::from(free).call0(&freed);
    });
    let tap = to_js(&json!({ "type": "tap" }));
    let event = hostile.acting(&tap, "orderKey", act.as_ref(), &"order-1".into());
    let commands = hostile.handle(&machine, &NOW.into(), &event).commands();
    assert_eq!(commands[0]["orderKey"], "order-1");
    Machine::new().works(&hostile);
}

#[test]
fn machines_that_are_freed_give_their_memory_back() {
    let hostile = Hostile::new();
    for _ in 0..2_000 {
        drop(Machine::preparing(&hostile));
    }
    Machine::new().works(&hostile);
}
