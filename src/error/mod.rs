//! Errors: a code for machines, a field, and sentences for people in English and Chinese.
//! An error never holds a key or a whole signature.

mod code;

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

/// One sentence in both languages.
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

/// What was wrong, where, what was found, and what was expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    code: Code,
    field: String,
    found: String,
    expected: Option<&'static Text>,
}

impl Error {
    /// An error of `code` in `field` (empty where no single field is to blame).
    pub fn new(code: Code, field: &str) -> Self {
        Self { code, field: field.into(), found: String::new(), expected: None }
    }

    pub(crate) fn malformed(field: &str, found: &str, expected: &'static Text) -> Self {
        Self { expected: Some(expected), ..Self::new(Code::Malformed, field) }.found(found)
    }

    /// Adds what was found instead, cut to a length that fits a message.
    pub fn found(mut self, found: &str) -> Self {
        self.found = shorten(found, 64);
        self
    }

    pub(crate) fn expecting(mut self, expected: &'static Text) -> Self {
        self.expected = Some(expected);
        self
    }

    pub(crate) fn at(mut self, field: &str) -> Self {
        self.field = field.into();
        self
    }

    /// The code, stable across versions.
    pub fn code(&self) -> Code {
        self.code
    }

    /// The field to look at; empty where there is none.
    pub fn field(&self) -> &str {
        &self.field
    }

    /// One sentence: what is wrong.
    pub fn message(&self, lang: Lang) -> String {
        let expected = self.expected.map_or("", |text| text.get(lang));
        fill(
            self.code.message().get(lang),
            &[("{field}", &self.field), ("{found}", &self.found), ("{expected}", expected)],
        )
    }

    /// One sentence: how to mend it.
    pub fn hint(&self, lang: Lang) -> &'static str {
        self.code.hint().get(lang)
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
fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some(at) = rest.find('{') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        match values.iter().find(|(name, _)| rest.starts_with(name)) {
            Some((name, value)) => {
                text.push_str(value);
                rest = &rest[name.len()..];
            }
            None => {
                text.push('{');
                rest = &rest[1..];
            }
        }
    }
    text.push_str(rest);
    text
}

/// At most `max` characters, control characters shown as blanks, so that a message stays one line.
pub(crate) fn shorten(text: &str, max: usize) -> String {
    let mut short: String =
        text.chars().take(max).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(max).is_some() {
        short.push('…');
    }
    short
}
