//! Hostile arguments: in place of the settings, the clock, the event, and each of their fields.

use super::hands::{End, Hostile, Machine, NOW, to_js};
use serde_json::json;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test as test;

#[test]
fn settings_of_any_kind_are_refused_by_name_or_taken() {
    let hostile = Hostile::new();
    for name in hostile.names() {
        match hostile.construct(&hostile.value(&name)) {
            // objects without the known fields, and nothing at all, leave every setting as it is
            End::Done(_) => {}
            refused => {
                let (code, field) = refused.refusal();
                let codes = ["wrong_type", "unreadable"];
                assert!(codes.contains(&&*code), "{name}: {code}");
                assert!(["settings", "lang"].contains(&&*field), "{name}: {field}");
            }
        }
    }
}

#[test]
fn each_setting_of_any_kind_is_refused_by_its_name_or_taken() {
    let hostile = Hostile::new();
    let settings = ["lang", "appId", "budget", "login", "strictPair", "localKey"];
    for field in settings {
        for name in hostile.names() {
            let absent = ["undefined", "null"].contains(&&*name);
            let empty = name == "empty text" && ["lang", "appId"].contains(&field);
            let flag = name == "true" && ["login", "strictPair"].contains(&field);
            let settings = hostile.put(&to_js(&json!({})), field, &hostile.value(&name));
            match hostile.construct(&settings) {
                End::Done(_) => assert!(absent || empty || flag, "{field} takes {name}"),
                refused => {
                    let (code, named) = refused.refusal();
                    // of a key that is an object its own fields are named
                    let inside = field == "localKey" && ["key", "signType"].contains(&&*named);
                    assert!(named == field || inside, "{field} {name}: {code} {named}");
                }
            }
        }
        let throws = hostile.with_getter(&to_js(&json!({})), field);
        let refused = hostile.construct(&throws).refusal();
        assert_eq!(refused, ("unreadable".into(), field.into()));
    }
}

#[test]
fn a_clock_of_any_kind_is_refused_by_name() {
    let hostile = Hostile::new();
    let machine = Machine::new();
    let tap = to_js(&json!({ "type": "tap", "orderKey": "order-1" }));
    for name in hostile.names() {
        let (code, field) = hostile.handle(&machine, &hostile.value(&name), &tap).refusal();
        let wanted = match &*name {
            "undefined" => "missing",
            "revoked proxy" => "unreadable",
            _ => "wrong_type",
        };
        assert_eq!((&*code, &*field), (wanted, "now"), "{name}");
    }
    machine.works(&hostile);
}

#[test]
fn an_event_of_any_kind_is_refused_by_name() {
    let hostile = Hostile::new();
    let machine = Machine::new();
    for name in hostile.names() {
        let event = hostile.value(&name);
        let (code, field) = hostile.handle(&machine, &NOW.into(), &event).refusal();
        let codes = ["missing", "wrong_type", "unreadable"];
        assert!(codes.contains(&&*code), "{name}: {code}");
        assert!(["event", "type"].contains(&&*field), "{name}: {field}");
    }
    machine.works(&hostile);
}

#[test]
fn each_field_of_an_event_is_refused_by_its_name() {
    let hostile = Hostile::new();
    let machine = Machine::new();
    let tap = to_js(&json!({ "type": "tap", "orderKey": "order-1" }));
    let answer = to_js(&json!({ "type": "elapsed", "id": 1 }));
    for (event, field) in [(&tap, "type"), (&tap, "orderKey"), (&answer, "id")] {
        for name in hostile.names() {
            let event = hostile.put(event, field, &hostile.value(&name));
            let (_, named) = hostile.handle(&machine, &NOW.into(), &event).refusal();
            assert_eq!(named, field, "{name}");
        }
        let throws = hostile.with_getter(event, field);
        let (_, named) = hostile.handle(&machine, &NOW.into(), &throws).refusal();
        assert_eq!(named, field);
    }
    machine.works(&hostile);
}

#[test]
fn a_missing_argument_is_refused_like_any_other() {
    let hostile = Hostile::new();
    let machine = Machine::new();
    let (code, field) = hostile.handle(&machine, &NOW.into(), &JsValue::UNDEFINED).refusal();
    assert_eq!((&*code, &*field), ("missing", "event"));
    machine.works(&hostile);
}

#[test]
fn a_journal_of_any_kind_is_left_out_with_a_warning() {
    let hostile = Hostile::new();
    let machine = Machine::new();
    let start = to_js(&json!({ "type": "start" }));
    let journal = |value: &JsValue| {
        let event = hostile.put(&start, "journal", value);
        hostile.handle(&machine, &NOW.into(), &event).commands()
    };
    for name in hostile.names() {
        let commands = journal(&hostile.value(&name));
        let nothing = ["undefined", "null", "empty text"].contains(&&*name);
        assert_eq!(commands.len(), usize::from(!nothing), "{name}: {commands:?}");
        for command in commands {
            assert_eq!(command["type"], "warn", "{name}");
            assert_eq!(command["warning"]["code"], "journal_unreadable", "{name}");
        }
    }
    let throws = hostile.with_getter(&start, "journal");
    let commands = hostile.handle(&machine, &NOW.into(), &throws).commands();
    assert_eq!(commands[0]["warning"]["code"], "journal_unreadable");
    machine.works(&hostile);
}

#[test]
fn a_list_of_old_orders_of_any_kind_is_empty_or_refused() {
    let hostile = Hostile::new();
    let machine = Machine::new();
    let none = to_js(&json!({ "type": "resume" }));
    let one = to_js(&json!({ "type": "resume", "length": 1 }));
    for name in hostile.names() {
        let value = hostile.value(&name);
        let event = hostile.put(&none, "length", &value);
        let commands = hostile.handle(&machine, &NOW.into(), &event).commands();
        assert_eq!(commands.len(), 1, "{name}");
        assert_eq!(commands[0]["type"], "resumeDone", "{name}");
        let event = hostile.put(&one, "0", &value);
        let (_, named) = hostile.handle(&machine, &NOW.into(), &event).refusal();
        assert!(["orders", "orderKey"].contains(&&*named), "{name}: {named}");
        for field in ["orderKey", "outTradeNo", "total"] {
            let order = hostile.put(&to_js(&json!({ "orderKey": "order-1" })), field, &value);
            let event = hostile.put(&one, "0", &order);
            let end = hostile.handle(&Machine::new(), &NOW.into(), &event);
            if matches!(end, End::Refused(_)) {
                assert_eq!(end.refusal().1, field, "{name}");
            }
        }
    }
    machine.works(&hostile);
}
