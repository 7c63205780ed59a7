//! What leaves the core: texts, numbers and objects of them. Every command and outcome takes this one
//! shape on its way out, so that one small piece of code carries all of them into JavaScript.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

/// A value on its way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Plain<'a> {
    /// A text.
    Text(&'a str),
    /// A text that was made for this.
    Made(String),
    /// A number.
    Number(u32),
    /// Yes or no.
    Flag(bool),
    /// An object: its fields in order.
    Object(Vec<(&'static str, Plain<'a>)>),
    /// A list of objects.
    List(Vec<Plain<'a>>),
}

impl<'a> Plain<'a> {
    /// Adds a text, or nothing where there is nothing in it.
    #[inline(never)]
    pub(crate) fn add(fields: &mut Vec<(&'static str, Self)>, name: &'static str, text: &'a str) {
        if !text.is_empty() {
            fields.push((name, Self::Text(text)));
        }
    }
}

impl Serialize for Plain<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Made(text) => serializer.serialize_str(text),
            Self::Number(number) => serializer.serialize_u32(*number),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Object(fields) => {
                let mut map = serializer.serialize_map(None)?;
                for (name, value) in fields {
                    map.serialize_entry(*name, value)?;
                }
                map.end()
            }
            Self::List(items) => serializer.collect_seq(items),
        }
    }
}
