//! Hostile answers of a backend and hostile words of a client: they end a payment with a code and a
//! field, and the next payment goes well.

use super::hands::{End, Hostile, Machine, NOW, to_js};
use crate::suite::checkout::player::five;
use serde_json::{Value, json};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test as test;

/// The outcome after prepay was answered with `answer`; none where the payment goes on.
fn outcome_of(hostile: &Hostile, answer: &JsValue) -> Option<Value> {
    let (machine, id) = Machine::preparing(hostile);
    let event = to_js(&json!({ "type": "prepared", "id": id }));
    let event = hostile.put(&event, "answer", answer);
    let commands = hostile.handle(&machine, &NOW.into(), &event).commands();
    machine.works(hostile);
    let last = commands.last().expect("a command").clone();
    match last["type"].as_str() {
        Some("settle") => Some(last["outcome"].clone()),
        Some("save" | "query") => None,
        _ => panic!("{last}"),
    }
}

#[test]
fn an_answer_of_any_kind_ends_a_payment_as_failed() {
    let hostile = Hostile::new();
    for name in hostile.names() {
        let outcome = outcome_of(&hostile, &hostile.value(&name)).expect("an outcome");
        assert_eq!(outcome["status"], "failed", "{name}: {outcome}");
        // what is no object is named; an object or text without a payment is called what it is
        let other = ["no_payment_fields", "answer_is_text"];
        let told = outcome["cause"]["field"] == "answer"
            || other.iter().any(|code| outcome["code"] == *code)
            || (name == "proxy that refuses" && outcome["cause"]["field"].is_string());
        assert!(told, "{name}: {outcome}");
    }
}

#[test]
fn each_of_the_five_of_any_kind_ends_a_payment_and_is_named() {
    let hostile = Hostile::new();
    let five = to_js(&five());
    for field in ["timeStamp", "nonceStr", "package", "signType", "paySign"] {
        for name in hostile.names() {
            let answer = hostile.put(&five, field, &hostile.value(&name));
            let Some(outcome) = outcome_of(&hostile, &answer) else {
                // the sign type can be told from the signature
                let nothing = ["undefined", "null", "empty text"].contains(&&*name);
                assert!(field == "signType" && nothing, "{field} takes {name}");
                continue;
            };
            assert_eq!(outcome["status"], "failed", "{field} {name}");
            assert_eq!(outcome["cause"]["field"], field, "{name}: {outcome}");
        }
        let throws = hostile.with_getter(&five, field);
        let outcome = outcome_of(&hostile, &throws).expect("an outcome");
        assert_eq!(
            (&outcome["code"], &outcome["cause"]["field"]),
            (&json!("unreadable"), &json!(field))
        );
    }
}

#[test]
fn other_fields_of_any_kind_never_trap() {
    let hostile = Hostile::new();
    let five = to_js(&five());
    let others = [
        "appId",
        "payment",
        "prepay_id",
        "nothingToPay",
        "return_code",
        "result_code",
        "err_code",
        "partnerid",
        "trade_type",
        "outTradeNo",
        "total",
        "amount",
        "pair",
        "data",
        "code",
    ];
    for field in others {
        for name in hostile.names() {
            let answer = hostile.put(&five, field, &hostile.value(&name));
            if let Some(outcome) = outcome_of(&hostile, &answer) {
                assert!(!outcome["code"].as_str().unwrap_or_default().is_empty(), "{field} {name}");
            }
        }
        outcome_of(&hostile, &hostile.with_getter(&five, field));
    }
}

#[test]
fn the_names_of_an_answer_are_told_however_long_they_are() {
    let hostile = Hostile::new();
    // a third of the arena is taken: what is left must do
    let taken = std::hint::black_box(vec![0_u8; 60 * 1024]);
    let outcome = outcome_of(&hostile, &hostile.wide()).expect("an outcome");
    drop(taken);
    assert_eq!(outcome["code"], "no_payment_fields");
    assert!(outcome["message"].as_str().is_some_and(|text| text.chars().count() < 200));
}

#[test]
fn words_of_any_kind_end_the_cashier_and_the_order_is_queried() {
    let hostile = Hostile::new();
    let names = hostile.names();
    for (field, name) in ["end", "errMsg", "errno", "err_desc"]
        .iter()
        .flat_map(|field| names.iter().map(move |name| (*field, name)))
    {
        let (machine, id) = Machine::preparing(&hostile);
        let prepared = to_js(&json!({ "type": "prepared", "id": id, "answer": five() }));
        let commands = hostile.handle(&machine, &NOW.into(), &prepared).commands();
        let saved = to_js(&json!({ "type": "saved", "id": commands[commands.len() - 1]["id"] }));
        let cashier = hostile.handle(&machine, &NOW.into(), &saved).commands().remove(0);
        assert_eq!(cashier["type"], "requestPayment");
        let value = hostile.value(name);
        let closed = to_js(&json!({ "type": "closed", "id": cashier["id"] }));
        let end = match field {
            "end" => value,
            _ => hostile.put(&to_js(&json!({})), field, &value),
        };
        let closed = hostile.put(&closed, "end", &end);
        let commands = hostile.handle(&machine, &NOW.into(), &closed).commands();
        assert_eq!(commands[0]["type"], "query", "{field} {name}");
    }
}

#[test]
fn a_query_answered_with_any_kind_never_makes_a_payment_paid() {
    let hostile = Hostile::new();
    let success =
        to_js(&json!({ "outTradeNo": "202611210001", "tradeState": "SUCCESS", "total": 1990 }));
    for name in hostile.names() {
        for field in ["", "outTradeNo", "tradeState", "total", "return_code", "result_code"] {
            let (machine, id) = Machine::preparing(&hostile);
            let nothing =
                json!({ "nothingToPay": true, "outTradeNo": "202611210001", "total": 1990 });
            let prepared = to_js(&json!({ "type": "prepared", "id": id, "answer": nothing }));
            let query = hostile.handle(&machine, &NOW.into(), &prepared).commands().remove(1);
            assert_eq!(query["type"], "query");
            let value = hostile.value(&name);
            let answer = match field {
                "" => value,
                _ => hostile.put(&success, field, &value),
            };
            let event = to_js(&json!({ "type": "queried", "id": query["id"] }));
            let event = hostile.put(&event, "answer", &answer);
            let commands = hostile.handle(&machine, &NOW.into(), &event).commands();
            let paid =
                commands[0]["type"] == "settle" && commands[0]["outcome"]["status"] == "paid";
            // the amount may stay out; codes that cannot be read are not there
            let harmless = match field {
                "total" => ["undefined", "null"].contains(&&*name),
                "return_code" | "result_code" => true,
                _ => false,
            };
            assert!(!paid || harmless, "{field} {name}");
        }
    }
}

#[test]
fn failures_of_calls_of_any_kind_end_a_payment() {
    let hostile = Hostile::new();
    for name in hostile.names() {
        for field in ["status", "answer", "errMsg"] {
            let (machine, id) = Machine::preparing(&hostile);
            let event = to_js(&json!({ "type": "prepayFailed", "id": id, "status": 500 }));
            let event = hostile.put(&event, field, &hostile.value(&name));
            let End::Done(_) = hostile.handle(&machine, &NOW.into(), &event) else {
                panic!("{field} {name} was refused");
            };
            machine.works(&hostile);
        }
    }
}
