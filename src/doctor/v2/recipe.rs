//! How a signature of API v2 was made, as data: the right way, and every way in which it can go wrong
//! that a single field of this struct can say.

use crate::doctor::charset::Charset;
use crate::doctor::hash::Hash;
use std::borrow::Cow;

/// A field: the name that belongs there, and what was put instead.
#[derive(Clone)]
pub struct Field<'a> {
    /// The right name; steps look it up.
    pub role: Cow<'a, str>,
    pub name: Cow<'a, str>,
    pub value: Cow<'a, str>,
}

/// In which order fields are joined.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Order {
    Bytes,
    AsGiven,
    NoCase,
    /// As people and locales sort: case and signs of punctuation count last.
    Natural,
    Reversed,
    /// The n-th permutation of the fields.
    Permuted(u16),
}

/// What is done to values, or to the text as a whole.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Encode {
    Raw,
    UrlValues { upper: bool },
    UrlAll { upper: bool },
    XmlValues,
    Quoted,
    Cdata,
}

/// Where the key goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Tail {
    /// `text` + this + key.
    Named(&'static str),
    NoKey,
    First,
    Sorted,
}

/// A way to sign.
#[derive(Clone)]
pub struct Recipe<'a> {
    pub fields: Vec<Field<'a>>,
    pub order: Order,
    pub keep_empty: bool,
    pub encode: Encode,
    pub joint: &'static str,
    pub html: bool,
    pub charset: Charset,
    pub tail: Tail,
    pub key: Cow<'a, str>,
    pub hash: Hash,
}

impl<'a> Recipe<'a> {
    /// The right way.
    pub fn new(fields: Vec<Field<'a>>, key: &'a str, hash: Hash) -> Self {
        Self {
            fields,
            order: Order::Bytes,
            keep_empty: false,
            encode: Encode::Raw,
            joint: "&",
            html: false,
            charset: Charset::Utf8,
            tail: Tail::Named("&key="),
            key: Cow::Borrowed(key),
            hash,
        }
    }

    /// The digest of it all.
    pub fn digest(&self) -> Vec<u8> {
        let text = self.text(&self.key);
        self.hash.digest(&self.charset.bytes(&text), self.key.as_bytes())
    }

    /// The text, with `***` where the key is.
    pub fn shown(&self) -> String {
        self.text("***")
    }

    fn text(&self, key: &str) -> String {
        let mut fields: Vec<(&str, &str)> = self
            .fields
            .iter()
            .map(|field| (&*field.name, &*field.value))
            .filter(|(_, value)| self.keep_empty || !value.is_empty())
            .collect();
        if self.tail == Tail::Sorted {
            fields.push(("key", key));
        }
        self.sort(&mut fields);
        let joint = self.joint;
        let mut text = String::with_capacity(256);
        if self.tail == Tail::First {
            text.push_str("key=");
            text.push_str(key);
            text.push_str(joint);
        }
        for (at, (name, value)) in fields.iter().enumerate() {
            if at > 0 {
                text.push_str(joint);
            }
            text.push_str(name);
            text.push('=');
            self.push_value(&mut text, value);
        }
        if let Encode::UrlAll { upper } = self.encode {
            text = url_encoded(&text, upper);
        }
        if let Tail::Named(tail) = self.tail {
            text.push_str(if tail == "&key=" && self.joint == "&amp;" {
                "&amp;key="
            } else {
                tail
            });
            text.push_str(key);
        }
        if self.html { html(&text) } else { text }
    }

    fn sort(&self, fields: &mut Vec<(&str, &str)>) {
        let natural = |name: &str| {
            let letters: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
            (letters.to_ascii_lowercase(), name.to_owned())
        };
        match self.order {
            Order::Bytes => fields.sort_by_key(|(name, _)| *name),
            Order::AsGiven => {}
            Order::NoCase => fields.sort_by_cached_key(|(name, _)| name.to_ascii_lowercase()),
            Order::Natural => fields.sort_by_cached_key(|(name, _)| natural(name)),
            Order::Reversed => {
                fields.sort_by_key(|(name, _)| *name);
                fields.reverse();
            }
            Order::Permuted(number) => {
                fields.sort_by_key(|(name, _)| *name);
                let mut number = usize::from(number);
                let mut rest = core::mem::take(fields);
                while !rest.is_empty() {
                    let at = number % rest.len();
                    number /= rest.len();
                    fields.push(rest.remove(at));
                }
            }
        }
    }

    fn push_value(&self, text: &mut String, value: &str) {
        match self.encode {
            Encode::Raw | Encode::UrlAll { .. } => text.push_str(value),
            Encode::UrlValues { upper } => text.push_str(&url_encoded(value, upper)),
            Encode::XmlValues => text
                .push_str(&value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")),
            Encode::Quoted => {
                text.push('"');
                text.push_str(value);
                text.push('"');
            }
            Encode::Cdata => {
                text.push_str("<![CDATA[");
                text.push_str(value);
                text.push_str("]]>");
            }
        }
    }

    /// The field whose right name is `role`.
    pub fn field(&mut self, role: &str) -> Option<&mut Field<'a>> {
        self.fields.iter_mut().find(|field| field.role == role)
    }

    /// Puts another value in.
    pub fn set(&mut self, role: &str, value: &str) {
        if let Some(field) = self.field(role) {
            field.value = Cow::Owned(value.into());
        }
    }

    /// Puts another name there.
    pub fn rename(&mut self, role: &str, name: &str) {
        if let Some(field) = self.field(role) {
            field.name = Cow::Owned(name.into());
        }
    }

    pub fn remove(&mut self, role: &str) {
        self.fields.retain(|field| field.role != role);
    }

    pub fn add(&mut self, name: &str, value: &str) {
        let name: Cow<'a, str> = Cow::Owned(name.into());
        self.fields.push(Field { role: name.clone(), name, value: Cow::Owned(value.into()) });
    }
}

/// What a browser makes of names behind `&` that begin like an HTML entity which needs no semicolon
/// (`&times`, `&not`): seen in copied code as `×tamp` and `¬ify_url`.
pub const ENTITIES: [(&str, &str); 3] =
    [("&timestamp", "×tamp"), ("&timeStamp", "×tamp"), ("&notify_url", "¬ify_url")];

fn html(text: &str) -> String {
    ENTITIES.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// As `encodeURIComponent` and its kin do it: everything but letters, digits and `-_.~`.
pub fn url_encoded(text: &str, upper: bool) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            encoded.push(char::from(byte));
        } else if upper {
            encoded.push_str(&format!("%{byte:02X}"));
        } else {
            encoded.push_str(&format!("%{byte:02x}"));
        }
    }
    encoded
}
