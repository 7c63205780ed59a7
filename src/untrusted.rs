//! What comes from outside, before anything is known of it. The core asks for fields by name and
//! never sees where they come from: a JavaScript object in the mini program, JSON on a server.
//!
//! What is read lives in an [`Arena`] until the event is dealt with. So a [`Raw`] is a small copyable
//! value, and the code that takes answers apart frees nothing on its way, which halves it in wasm.

use crate::error::{Code, Error};
use crate::text::{concat, digits};
use core::cell::Cell;
use elsa::FrozenVec;

/// Bytes of text in one event: several times a full journal.
const ROOM: usize = 32_768;

/// A value of unknown type, as its source hands it over.
pub enum Value {
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
    /// A getter or proxy that threw, or more text than there is room for.
    Unreadable,
}

/// Something with fields. Reading never fails loudly: what throws is [`Value::Unreadable`].
pub trait Object {
    /// The field `name`. A source that copies may answer a text of more than `room` bytes with
    /// [`Value::Unreadable`].
    fn get(&self, name: &str, room: usize) -> Value;
    /// The first few field names, with commas between them, for messages.
    fn names(&self) -> String;
}

/// Where texts and objects stay while an event is dealt with.
pub struct Arena {
    texts: FrozenVec<Box<str>>,
    objects: FrozenVec<Box<dyn Object>>,
    /// Bytes of text that may still come in: an answer must not fill the memory of a wasm, however long
    /// its texts are and however many of them are read.
    room: Cell<usize>,
}

impl Default for Arena {
    fn default() -> Self {
        Self::new()
    }
}

impl Arena {
    /// An empty arena.
    pub fn new() -> Self {
        Self { texts: FrozenVec::new(), objects: FrozenVec::new(), room: Cell::new(ROOM) }
    }

    /// Takes a value in.
    pub fn keep(&self, value: Value) -> Raw<'_> {
        match value {
            Value::Missing => Raw::Missing,
            Value::Null => Raw::Null,
            Value::Bool(flag) => Raw::Bool(flag),
            Value::Number(number) => Raw::Number(number),
            Value::Text(text) => {
                self.room.set(self.room.get().saturating_sub(text.len()));
                Raw::Text(self.text(text))
            }
            Value::Object(object) => {
                Raw::Object(Fields { object: self.objects.push_get(object), arena: self })
            }
            Value::List => Raw::List,
            Value::Other => Raw::Other,
            Value::Unreadable => Raw::Unreadable,
        }
    }

    fn text(&self, text: String) -> &str {
        self.texts.push_get(text.into_boxed_str())
    }
}

/// A value of unknown type.
#[derive(Clone, Copy)]
pub enum Raw<'a> {
    /// No such field, or JavaScript's `undefined`.
    Missing,
    /// `null`.
    Null,
    /// A boolean.
    Bool(bool),
    /// A number.
    Number(f64),
    /// A text.
    Text(&'a str),
    /// Something with fields.
    Object(Fields<'a>),
    /// A list.
    List,
    /// A function, symbol or bigint.
    Other,
    /// A getter or proxy that threw, or more text than there is room for.
    Unreadable,
}

/// The fields of an object.
#[derive(Clone, Copy)]
pub struct Fields<'a> {
    object: &'a dyn Object,
    arena: &'a Arena,
}

impl<'a> Fields<'a> {
    /// The field `name`.
    pub fn get(self, name: &str) -> Raw<'a> {
        self.arena.keep(self.object.get(name, self.arena.room.get()))
    }

    /// The first of `names` that is there.
    pub(crate) fn first(self, names: &[&str]) -> Raw<'a> {
        for name in names {
            let raw = self.get(name);
            if !raw.is_absent() {
                return raw;
            }
        }
        Raw::Missing
    }

    /// Whether one of `names` is there.
    pub(crate) fn has(self, names: &[&str]) -> bool {
        !self.first(names).is_absent()
    }

    /// A word of the first of `names` that is there: a text, or a whole number as text. For fields that
    /// are told on and not relied upon, so that a wrong type is no error; empty where there is none.
    pub(crate) fn word(self, names: &[&str]) -> &'a str {
        match self.first(names) {
            Raw::Text(text) => text,
            Raw::Number(number) if number < 0.0 => match Raw::Number(-number).integer() {
                Some(number) => self.arena.text(concat(&["-", &digits(number)])),
                None => "",
            },
            raw => match raw.integer() {
                Some(number) => self.arena.text(digits(number)),
                None => "",
            },
        }
    }

    /// The first few field names, with commas between them.
    pub(crate) fn names(self) -> String {
        self.object.names()
    }
}

/// The largest whole number that a JavaScript number holds exactly.
const MAX_SAFE: f64 = 9_007_199_254_740_991.0;

impl<'a> Raw<'a> {
    /// `undefined` and `null` say the same: nothing here.
    pub fn is_absent(self) -> bool {
        matches!(self, Self::Missing | Self::Null)
    }

    /// A whole number that is exact, if it is one.
    pub fn integer(self) -> Option<u64> {
        match self {
            Self::Number(n) if (0.0..=MAX_SAFE).contains(&n) && n as u64 as f64 == n => {
                Some(n as u64)
            }
            _ => None,
        }
    }

    /// How a message calls this value. Texts are not repeated: they may be secret.
    pub fn describe(self) -> String {
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
    pub fn text(self, field: &str) -> Result<&'a str, Error> {
        match self {
            Self::Text(text) if !text.is_empty() => Ok(text),
            Self::Text(_) | Self::Missing => Err(Error::new(Code::Missing, field)),
            other => Err(other.wrong_type(field, STRING)),
        }
    }

    /// The text in it, if there is any: absent and empty are `None`.
    pub fn optional_text(self, field: &str) -> Result<Option<&'a str>, Error> {
        match self {
            Self::Missing | Self::Null => Ok(None),
            Self::Text("") => Ok(None),
            other => other.text(field).map(Some),
        }
    }

    /// The object in it.
    pub fn object(self, field: &str) -> Result<Fields<'a>, Error> {
        match self {
            Self::Object(object) => Ok(object),
            other => Err(other.wrong_type(field, OBJECT)),
        }
    }

    pub(crate) fn wrong_type(self, field: &str, expected: &'static str) -> Error {
        let code = match self {
            Self::Missing => Code::Missing,
            Self::Unreadable => Code::Unreadable,
            _ => Code::WrongType,
        };
        Error::new(code, field).found(&self.describe()).expecting(expected)
    }
}

const STRING: &str = "string";
const OBJECT: &str = "object";

#[cfg(feature = "json")]
mod json;
