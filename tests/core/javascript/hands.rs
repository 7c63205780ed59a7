//! The machine as JavaScript holds it, and the hostile values of hostile.js.

use js_sys::{Array, Function, Reflect};
use serde_json::{Value, json};
use wasm_bindgen::{JsCast, JsValue};
use wxpay_mini::bindings::JsCheckout;

/// The clock of these tests.
pub const NOW: f64 = 1_490_840_662_000.0;

/// What is in hostile.js.
pub struct Hostile(JsValue);

impl Hostile {
    pub fn new() -> Self {
        Self(js_sys::eval(include_str!("hostile.js")).expect("hostile.js"))
    }

    fn call(&self, name: &str, arguments: &[&JsValue]) -> JsValue {
        let function = Reflect::get(&self.0, &name.into()).expect("a function of hostile.js");
        let arguments: Array = arguments.iter().copied().collect();
        let function: &Function = function.unchecked_ref();
        function.apply(&JsValue::UNDEFINED, &arguments).expect("hostile.js itself never throws")
    }

    /// The name of each hostile value.
    pub fn names(&self) -> Vec<String> {
        Array::from(&self.call("names", &[])).iter().filter_map(|name| name.as_string()).collect()
    }

    pub fn value(&self, name: &str) -> JsValue {
        self.call("value", &[&name.into()])
    }

    /// An object whose field `name` throws.
    pub fn with_getter(&self, fields: &JsValue, name: &str) -> JsValue {
        self.call("withGetter", &[fields, &name.into()])
    }

    /// An object whose field `name` runs `act`, and then is `value`.
    pub fn acting(&self, fields: &JsValue, name: &str, act: &JsValue, value: &JsValue) -> JsValue {
        self.call("acting", &[fields, &name.into(), act, value])
    }

    pub fn wide(&self) -> JsValue {
        self.call("wide", &[])
    }

    /// `fields` with one more.
    pub fn put(&self, fields: &JsValue, name: &str, value: &JsValue) -> JsValue {
        self.call("put", &[fields, &name.into(), value])
    }

    /// `new Checkout(settings)`, and its first event.
    pub fn construct(&self, settings: &JsValue) -> End {
        End::of(&self.call("construct", &[&Machine::new().0, settings]))
    }

    pub fn handle(&self, machine: &Machine, now: &JsValue, event: &JsValue) -> End {
        End::of(&self.call("handle", &[&machine.0, now, event]))
    }
}

/// How a call ended.
pub enum End {
    /// Commands.
    Done(JsValue),
    /// What was refused, as JSON.
    Refused(Value),
}

impl End {
    fn of(end: &JsValue) -> Self {
        let part = |name: &str| Reflect::get(end, &name.into()).expect("a part of an end");
        if let Some(trap) = part("trap").as_string() {
            panic!("a trap: {trap}");
        }
        match part("refused") {
            refused if refused.is_undefined() => Self::Done(part("commands")),
            refused => Self::Refused(to_json(&refused)),
        }
    }

    /// Code and field of what was refused; its sentences are there and are short.
    pub fn refusal(self) -> (String, String) {
        let Self::Refused(error) = self else { panic!("nothing was refused") };
        let part = |name: &str| error[name].as_str().unwrap_or_default().to_owned();
        assert!(!part("message").is_empty() && !part("hint").is_empty(), "{error}");
        assert!(part("message").chars().count() < 300, "{error}");
        (part("code"), part("field"))
    }

    /// The commands that were given.
    pub fn commands(self) -> Vec<Value> {
        match self {
            Self::Done(list) => to_json(&list).as_array().expect("a list of commands").clone(),
            Self::Refused(error) => panic!("refused: {error}"),
        }
    }
}

pub fn to_json(value: &JsValue) -> Value {
    let text = js_sys::JSON::stringify(value).expect("JSON");
    serde_json::from_str(&String::from(text)).expect("JSON")
}

pub fn to_js(value: &Value) -> JsValue {
    js_sys::JSON::parse(&value.to_string()).expect("JSON")
}

/// A `Checkout`, as the glue holds it. Freed at its end: the garbage collector would come too late
/// for the arena.
pub struct Machine(pub JsValue);

impl Drop for Machine {
    fn drop(&mut self) {
        let free = Reflect::get(&self.0, &"free".into()).expect("free");
        // a test may have freed it before
        let _ = Function::from(free).call0(&self.0);
    }
}

impl Machine {
    pub fn new() -> Self {
        Self(JsCheckout::new(to_js(&json!({ "lang": "en" }))).into())
    }

    /// A machine that waits for the answer to prepay, and the number of that command.
    pub fn preparing(hostile: &Hostile) -> (Self, u64) {
        crate::suite::checkout::pair::fill_pool();
        let machine = Self::new();
        let tap = to_js(&json!({ "type": "tap", "orderKey": "order-1" }));
        let commands = hostile.handle(&machine, &NOW.into(), &tap).commands();
        assert_eq!(commands[0]["type"], "prepay");
        let id = commands[0]["id"].as_u64().expect("a number");
        (machine, id)
    }

    /// The machine still does its work: a tap is prepared or, where one is running, joined.
    pub fn works(&self, hostile: &Hostile) {
        crate::suite::checkout::pair::fill_pool();
        let tap = to_js(&json!({ "type": "tap", "orderKey": "order-that-follows" }));
        let commands = hostile.handle(self, &NOW.into(), &tap).commands();
        let kinds = ["prepay", "settle"];
        assert!(commands.last().is_some_and(|one| kinds.iter().any(|kind| one["type"] == *kind)));
    }
}
