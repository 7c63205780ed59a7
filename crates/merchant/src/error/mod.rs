//! Errors: a code for machines, a field, sentences for people in English and Chinese, and the cause
//! for the log. An error never holds a key, a token or a signature.

mod code;
mod refusal;

pub use code::Code;
pub use refusal::Refusal;

use wxpay_mini::Lang;
use wxpay_mini::error::Text;

/// What went wrong, and where. What is told to the client and what is told to the log are two things.
#[derive(Clone, Debug)]
pub struct Error {
    code: Code,
    field: String,
    found: String,
    expected: Option<&'static Text>,
    cause: String,
    refusal: Option<Box<Refusal>>,
    wait: Option<u64>,
}

impl Error {
    pub(crate) fn new(code: Code) -> Self {
        let (field, found, cause) = Default::default();
        Self { code, field, found, expected: None, cause, refusal: None, wait: None }
    }

    /// Says in how many seconds to ask again.
    pub(crate) fn wait(mut self, seconds: u64) -> Self {
        self.wait = Some(seconds);
        self.found(&seconds.to_string())
    }

    /// A field that does not have the form it must have.
    pub(crate) fn field(code: Code, field: &str, expected: &'static Text) -> Self {
        Self { expected: Some(expected), ..Self::new(code) }.at(field)
    }

    pub(crate) fn at(mut self, field: &str) -> Self {
        self.field = field.into();
        self
    }

    /// Adds what was found. Only for what may be shown to anybody.
    pub(crate) fn found(mut self, found: &str) -> Self {
        self.found = shorten(found);
        self
    }

    /// Adds what the log should know and the client should not.
    pub(crate) fn because(mut self, cause: impl Into<String>) -> Self {
        self.cause = cause.into();
        self
    }

    pub(crate) fn refused(code: Code, refusal: Refusal) -> Self {
        let found = refusal.to_string();
        Self { refusal: Some(Box::new(refusal)), ..Self::new(code) }.found(&found)
    }

    /// The code, stable across versions.
    pub fn code(&self) -> Code {
        self.code
    }

    /// The field, item or variable to look at; empty where there is none.
    pub fn field_name(&self) -> &str {
        &self.field
    }

    /// WeChat Pay's own words, where it refused.
    pub fn refusal(&self) -> Option<&Refusal> {
        self.refusal.as_deref()
    }

    /// In how many seconds to ask again, where that is known.
    pub fn retry_after(&self) -> Option<u64> {
        self.wait
    }

    /// For the log alone; empty where there is no more to say.
    pub(crate) fn cause(&self) -> &str {
        &self.cause
    }

    /// One sentence: what is wrong.
    pub fn message(&self, lang: Lang) -> String {
        let expected = self.expected.map_or("", |text| text.get(lang));
        let values =
            [("field", self.field.as_str()), ("found", &self.found), ("expected", expected)];
        let mut text = String::new();
        for (at, part) in self.code.message(lang).split(['{', '}']).enumerate() {
            // every second part stands between braces
            let value = values.iter().find(|(name, _)| at % 2 == 1 && *name == part);
            text.push_str(value.map_or(part, |(_, value)| value));
        }
        text
    }

    /// One sentence: how to mend it.
    pub fn hint(&self, lang: Lang) -> &'static str {
        self.code.hint(lang)
    }
}

impl std::fmt::Display for Error {
    /// The message and the hint in English, with the cause: for logs and terminals.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.message(Lang::En))?;
        if !self.cause.is_empty() {
            write!(f, " ({})", self.cause)?;
        }
        match self.hint(Lang::En) {
            "" => Ok(()),
            hint => write!(f, ". {hint}"),
        }
    }
}

impl std::error::Error for Error {}

/// Texts of others come into messages on one line and no longer than this.
fn shorten(text: &str) -> String {
    const MAX: usize = 128;
    let line = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    let mut short: String = line.take(MAX).collect();
    if text.chars().nth(MAX).is_some() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_its_own_snake_case_word_with_sentences_in_both_languages() {
        let mut seen = std::collections::BTreeSet::new();
        for code in Code::ALL {
            let text = code.as_str();
            assert!(
                text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
            );
            assert!(seen.insert(text), "{text} twice");
            for lang in [Lang::En, Lang::Zh] {
                assert!(!code.message(lang).is_empty(), "{text}");
                assert!(!code.hint(lang).is_empty(), "{text}");
            }
        }
    }

    #[test]
    fn a_text_of_somebody_else_stays_on_one_line_and_fills_no_template() {
        let error = Error::new(Code::OrderRefused).found("{field}\n\u{1b}[31mred");
        assert_eq!(error.message(Lang::En), "WeChat Pay refused the order: {field}  [31mred");
        assert!(
            Error::new(Code::OrderRefused).found(&"长".repeat(9999)).found.chars().count() < 140
        );
    }
}
