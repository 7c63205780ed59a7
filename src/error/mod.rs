//! Errors: a code for machines, a field, and sentences for people in English and Chinese.
//! An error never holds a key or a whole signature.

mod code;

use crate::plain::Plain;
use crate::text::{cut, shorten};

pub use code::Code;

/// The language of messages and hints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// 简体中文, the default: the people who read it build for WeChat.
    #[default]
    Zh,
    /// English.
    En,
}

/// One sentence in both languages, for servers that add codes of their own.
#[derive(Debug, PartialEq, Eq)]
pub struct Text {
    /// English.
    pub en: &'static str,
    /// 简体中文.
    pub zh: &'static str,
}

impl Text {
    /// The sentence in `lang`.
    pub const fn get(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.zh,
            Lang::En => self.en,
        }
    }
}

/// What was wrong, where, what was found, and what was expected. One pointer wide: it travels in
/// almost every `Result` here, and in wasm every word of it is an instruction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error(Box<Parts>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Parts {
    code: Code,
    field: String,
    found: String,
    expected: &'static str,
}

impl Error {
    /// An error of `code` in `field` (empty where no single field is to blame).
    pub fn new(code: Code, field: &str) -> Self {
        Self(Box::new(Parts { code, field: field.into(), found: String::new(), expected: "" }))
    }

    pub(crate) fn malformed(field: &str, found: &str, expected: &'static str) -> Self {
        Self::new(Code::Malformed, field).found(found).expecting(expected)
    }

    /// Adds what was found instead, cut to a length that fits a message.
    pub fn found(mut self, found: &str) -> Self {
        self.0.found = shorten(found, 64);
        self
    }

    pub(crate) fn expecting(mut self, expected: &'static str) -> Self {
        self.0.expected = expected;
        self
    }

    pub(crate) fn at(mut self, field: &str) -> Self {
        self.0.field = field.into();
        self
    }

    /// The code, stable across versions.
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// The field to look at; empty where there is none.
    pub fn field(&self) -> &str {
        &self.0.field
    }

    pub(crate) fn seen(&self) -> &str {
        &self.0.found
    }

    /// One sentence: what is wrong.
    pub fn message(&self, lang: Lang) -> String {
        fill(
            self.0.code.message(lang),
            &[("field", &self.0.field), ("found", &self.0.found), ("expected", self.0.expected)],
        )
    }

    /// The error as pages see it: `{ code, field, message, hint }`.
    pub fn plain(&self, lang: Lang) -> Plain<'_> {
        Plain::Object(vec![
            ("code", Plain::Text(self.0.code.as_str())),
            ("field", Plain::Text(&self.0.field)),
            ("message", Plain::Made(self.message(lang))),
            ("hint", Plain::Text(self.hint(lang))),
        ])
    }

    /// One sentence: how to mend it.
    pub fn hint(&self, lang: Lang) -> &'static str {
        self.0.code.hint(lang)
    }
}

impl core::fmt::Display for Error {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(&self.message(Lang::En))
    }
}

impl core::error::Error for Error {}

/// Puts values into `template`. A value that itself contains `{found}` stays as it is, for the
/// template is cut once, from left to right.
pub(crate) fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut text = String::new();
    let (before, mut rest) = cut(template, b'{');
    text.push_str(before);
    while let Some(inside) = rest {
        let (name, behind) = cut(inside, b'}');
        for (known, value) in values {
            if *known == name {
                text.push_str(value);
            }
        }
        let (before, next) = cut(behind.unwrap_or_default(), b'{');
        text.push_str(before);
        rest = next;
    }
    text
}
