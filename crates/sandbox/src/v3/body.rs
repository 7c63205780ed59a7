//! Reading the JSON of a request: each field is asked for by name, and what is wrong is named.
//! Never here: what a call needs.

use serde_json::{Map, Value};

use super::problem::{Fault, Problem};

/// A JSON object of the request and where it stands in it.
#[derive(Clone)]
pub(super) struct Object<'a> {
    fields: &'a Map<String, Value>,
    place: String,
}

impl<'a> Object<'a> {
    pub(super) fn new(fields: &'a Map<String, Value>) -> Self {
        Self { fields, place: String::new() }
    }

    fn name(&self, field: &str) -> String {
        format!("{}/{field}", self.place)
    }

    /// A field; one that is null is not there.
    pub(super) fn get(&self, field: &str) -> Option<&'a Value> {
        self.fields.get(field).filter(|value| !value.is_null())
    }

    pub(super) fn wrong(&self, field: &str, issue: &str) -> Problem {
        let value = self.get(field).unwrap_or(&Value::Null);
        Problem::field("body", &self.name(field), value, issue)
    }

    fn missing(&self, field: &str) -> Problem {
        Problem::worded("body", &self.name(field), &Fault::Missing)
    }

    /// An object that must be there.
    pub(super) fn object(&self, field: &str) -> Result<Object<'a>, Problem> {
        self.maybe_object(field)?.ok_or_else(|| self.missing(field))
    }

    pub(super) fn maybe_object(&self, field: &str) -> Result<Option<Object<'a>>, Problem> {
        match self.get(field) {
            None => Ok(None),
            Some(Value::Object(fields)) => Ok(Some(Object { fields, place: self.name(field) })),
            Some(_) => Err(self.wrong(field, "is not an object")),
        }
    }

    /// A string of `least` to `most` bytes, which is how WeChat Pay counts (`字节数` in its refusals).
    pub(super) fn text(&self, field: &str, least: usize, most: usize) -> Result<&'a str, Problem> {
        self.maybe_text(field, least, most)?.ok_or_else(|| self.missing(field))
    }

    pub(super) fn maybe_text(
        &self,
        field: &str,
        least: usize,
        most: usize,
    ) -> Result<Option<&'a str>, Problem> {
        match self.get(field) {
            None => Ok(None),
            Some(Value::String(text)) if (least..=most).contains(&text.len()) => Ok(Some(text)),
            Some(Value::String(text)) => {
                let fault = Fault::Bytes { count: text.len(), least, most };
                Err(Problem::worded("body", &self.name(field), &fault))
            }
            Some(_) => Err(self.wrong(field, "is not a string")),
        }
    }

    /// A whole number that must be there.
    pub(super) fn integer(&self, field: &str) -> Result<i64, Problem> {
        let value = self.get(field).ok_or_else(|| self.missing(field))?;
        let fault = || Problem::worded("body", &self.name(field), &Fault::NoInteger(value));
        value.as_i64().ok_or_else(fault)
    }

    /// The objects of a list, if it is there.
    pub(super) fn maybe_objects(&self, field: &str) -> Result<Vec<Object<'a>>, Problem> {
        let values = self.maybe_list(field)?.unwrap_or_default();
        let object = |(at, value): (usize, &'a Value)| match value {
            Value::Object(fields) => {
                Ok(Object { fields, place: format!("{}/{at}", self.name(field)) })
            }
            _ => Err(self.wrong(field, "holds something that is not an object")),
        };
        values.iter().enumerate().map(object).collect()
    }

    /// A whole number of fen above zero.
    pub(super) fn fen(&self, field: &str) -> Result<u32, Problem> {
        let fen = self.integer(field)?;
        let fen = Some(fen).filter(|fen| (1..=i64::from(i32::MAX)).contains(fen));
        fen.and_then(|fen| u32::try_from(fen).ok())
            .ok_or_else(|| self.wrong(field, "is not a whole number of fen above zero"))
    }

    /// `currency`, which is CNY or left out.
    pub(super) fn check_currency(&self, field: &str) -> Result<(), Problem> {
        match self.maybe_text(field, 1, 16)? {
            None | Some("CNY") => Ok(()),
            Some(_) => Err(self.wrong(field, "is not CNY")),
        }
    }

    /// `true` or `false`, if it is there.
    pub(super) fn check_flag(&self, field: &str) -> Result<(), Problem> {
        match self.get(field) {
            None | Some(Value::Bool(_)) => Ok(()),
            Some(_) => Err(self.wrong(field, "is neither true nor false")),
        }
    }

    /// A list, if it is there.
    pub(super) fn maybe_list(&self, field: &str) -> Result<Option<&'a [Value]>, Problem> {
        match self.get(field) {
            None => Ok(None),
            Some(Value::Array(values)) => Ok(Some(values)),
            Some(_) => Err(self.wrong(field, "is not a list")),
        }
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &'a str> {
        self.fields.keys().map(String::as_str)
    }
}
