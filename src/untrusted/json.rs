//! JSON as an untrusted object: for servers, and for tests that play the same cases natively.

use super::{Object, Raw};
use serde_json::Value;

impl From<Value> for Raw {
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(flag) => Self::Bool(flag),
            Value::Number(number) => Self::Number(number.as_f64().unwrap_or(f64::NAN)),
            Value::String(text) => Self::Text(text),
            Value::Array(_) => Self::List,
            Value::Object(map) => Self::Object(Box::new(map)),
        }
    }
}

impl Object for serde_json::Map<String, Value> {
    fn get(&self, name: &str) -> Raw {
        self.get(name).cloned().map_or(Raw::Missing, Raw::from)
    }

    fn names(&self) -> String {
        self.keys().take(12).map(String::as_str).collect::<Vec<_>>().join(", ")
    }
}
