//! JSON as an untrusted object: for servers, and for tests that play the same cases natively.

use super::{Object, Value};
use serde_json::Value as Json;

impl From<Json> for Value {
    fn from(value: Json) -> Self {
        match value {
            Json::Null => Self::Null,
            Json::Bool(flag) => Self::Bool(flag),
            Json::Number(number) => Self::Number(number.as_f64().unwrap_or(f64::NAN)),
            Json::String(text) => Self::Text(text),
            Json::Array(_) => Self::List,
            Json::Object(map) => Self::Object(Box::new(map)),
        }
    }
}

impl Object for serde_json::Map<String, Json> {
    fn get(&self, name: &str, _: usize) -> Value {
        self.get(name).cloned().map_or(Value::Missing, Value::from)
    }

    fn names(&self) -> String {
        self.keys().take(12).map(String::as_str).collect::<Vec<_>>().join(", ")
    }
}
