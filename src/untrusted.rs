//! What comes from outside, before anything is known of it. The core asks for fields by name and
//! never sees where they come from: a JavaScript object in the mini program, JSON on a server.

use crate::error::{Code, Error, Text};
use crate::text::{concat, digits};

/// A value of unknown type.
pub enum Raw {
    /// No such field, or JavaScript's `undefined`.
    Missing,
    /// `null`.
    Null,
    /// A boolean.
    Bool(bool),
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
    /// Something with fields.
    Object(Box<dyn Object>),
    /// A list.
    List,
    /// A function, symbol or bigint.
    Other,
    /// A getter or proxy that threw.
    Unreadable,
}

/// Something with fields. Reading never fails loudly: what throws is [`Raw::Unreadable`].
pub trait Object {
    /// The field `name`.
    fn get(&self, name: &str) -> Raw;
    /// The first few field names, with commas between them, for messages.
    fn names(&self) -> String;
}

/// The largest whole number that a JavaScript number holds exactly.
const MAX_SAFE: f64 = 9_007_199_254_740_991.0;

impl Raw {
    /// `undefined` and `null` say the same: nothing here.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Missing | Self::Null)
    }

    /// A whole number that is exact, if it is one.
    pub fn integer(&self) -> Option<u64> {
        match self {
            Self::Number(n) if *n >= 0.0 && *n <= MAX_SAFE && *n as u64 as f64 == *n => {
                Some(*n as u64)
            }
            _ => None,
        }
    }

    /// How a message calls this value. Texts are not repeated: they may be secret.
    pub fn describe(&self) -> String {
        match self {
            Self::Missing => "undefined".into(),
            Self::Null => "null".into(),
            Self::Bool(true) => "true".into(),
            Self::Bool(false) => "false".into(),
            Self::Number(_) => match self.integer() {
                Some(n) => concat(&["number ", &digits(n)]),
                None => "number".into(),
            },
            Self::Text(_) => "string".into(),
            Self::Object(_) => "object".into(),
            Self::List => "array".into(),
            Self::Other => "function or symbol".into(),
            Self::Unreadable => "a getter that throws".into(),
        }
    }

    /// The text in it. Absent and empty are [`Code::Missing`], any other type [`Code::WrongType`].
    pub fn into_text(self, field: &str) -> Result<String, Error> {
        match self {
            Self::Text(text) if !text.is_empty() => Ok(text),
            Self::Text(_) | Self::Missing => Err(Error::new(Code::Missing, field)),
            other => Err(other.wrong_type(field, &STRING)),
        }
    }

    /// The text in it, if there is any: absent and empty are `None`.
    pub fn into_optional_text(self, field: &str) -> Result<Option<String>, Error> {
        match self {
            Self::Missing | Self::Null => Ok(None),
            Self::Text(text) if text.is_empty() => Ok(None),
            other => other.into_text(field).map(Some),
        }
    }

    /// The object in it.
    pub fn into_object(self, field: &str) -> Result<Box<dyn Object>, Error> {
        match self {
            Self::Object(object) => Ok(object),
            other => Err(other.wrong_type(field, &OBJECT)),
        }
    }

    pub(crate) fn wrong_type(&self, field: &str, expected: &'static Text) -> Error {
        let code = match self {
            Self::Missing => Code::Missing,
            Self::Unreadable => Code::Unreadable,
            _ => Code::WrongType,
        };
        Error::new(code, field).found(&self.describe()).expecting(expected)
    }
}

/// The first of `names` that `object` has.
pub(crate) fn first(object: &dyn Object, names: &[&str]) -> Raw {
    names.iter().map(|name| object.get(name)).find(|raw| !raw.is_absent()).unwrap_or(Raw::Missing)
}

/// A word of the first of `names` that is there: a text, or a whole number as text. For fields that
/// are told on and not relied upon, so that a wrong type is no error; empty where there is none.
pub(crate) fn word(object: &dyn Object, names: &[&str]) -> String {
    match first(object, names) {
        Raw::Text(text) => text,
        Raw::Number(number) if number < 0.0 => match Raw::Number(-number).integer() {
            Some(number) => concat(&["-", &digits(number)]),
            None => String::new(),
        },
        raw => raw.integer().map_or_else(String::new, digits),
    }
}

const STRING: Text = Text { en: "a string", zh: "字符串" };
const OBJECT: Text = Text { en: "an object", zh: "对象" };

#[cfg(feature = "json")]
mod json;
