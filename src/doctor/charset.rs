//! Encodings in which a text was turned into bytes before it was signed.

use encoding_rs::GBK;
use std::borrow::Cow;

/// How a text becomes bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Charset {
    /// As it should be.
    Utf8,
    Gbk,
    /// Each character that Latin-1 does not have is a question mark.
    Question,
    /// UTF-8 bytes taken for Latin-1 and encoded as UTF-8 again.
    Twice,
    /// `\uXXXX`, as JSON libraries write it.
    Escaped,
}

impl Charset {
    /// The wrong ones, with their names.
    pub const WRONG: [(Self, &'static str); 4] = [
        (Self::Gbk, "GBK"),
        (Self::Question, "ISO-8859-1 (?)"),
        (Self::Twice, "UTF-8 × 2"),
        (Self::Escaped, "\\uXXXX"),
    ];

    /// The bytes of `text`.
    pub fn bytes(self, text: &str) -> Cow<'_, [u8]> {
        if text.is_ascii() || self == Self::Utf8 {
            return Cow::Borrowed(text.as_bytes());
        }
        match self {
            Self::Utf8 => Cow::Borrowed(text.as_bytes()),
            Self::Gbk => GBK.encode(text).0,
            Self::Question => {
                text.chars().map(|c| u8::try_from(c).unwrap_or(b'?')).collect::<Vec<u8>>().into()
            }
            Self::Twice => text.bytes().map(char::from).collect::<String>().into_bytes().into(),
            Self::Escaped => escape(text).into_bytes().into(),
        }
    }
}

/// Every character beyond ASCII as `\uXXXX`.
pub fn escape(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        if c.is_ascii() {
            escaped.push(c);
        } else {
            let mut pair = [0; 2];
            for unit in c.encode_utf16(&mut pair) {
                escaped.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    escaped
}
