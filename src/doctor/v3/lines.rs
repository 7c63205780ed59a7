//! How a signature of API v3 was made, as data: lines, how they end, and what was hashed.

use crate::doctor::charset::Charset;
use crate::doctor::hash::{Hash, lower_hex};

/// What was handed to the signer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Handed {
    Text,
    /// The hash of the text, which was then hashed again.
    Hash,
    HexOfHash,
    UpperHexOfHash,
    Base64OfText,
}

/// A way to sign.
#[derive(Clone)]
pub struct Lines {
    pub lines: Vec<String>,
    pub end: &'static str,
    /// Whether the last line ends too.
    pub last: bool,
    pub charset: Charset,
    pub handed: Handed,
    /// Another text altogether.
    pub instead: Option<String>,
}

impl Lines {
    /// The right way.
    pub fn new(lines: Vec<String>) -> Self {
        Self {
            lines,
            end: "\n",
            last: true,
            charset: Charset::Utf8,
            handed: Handed::Text,
            instead: None,
        }
    }

    pub fn text(&self) -> String {
        if let Some(text) = &self.instead {
            return text.clone();
        }
        let mut text = self.lines.join(self.end);
        if self.last {
            text.push_str(self.end);
        }
        text
    }

    /// The digest that the signature holds.
    pub fn digest(&self, hash: Hash) -> Vec<u8> {
        let text = self.text();
        let bytes = self.charset.bytes(&text);
        let first = |bytes: &[u8]| hash.digest(bytes, b"");
        match self.handed {
            Handed::Text => first(&bytes),
            Handed::Hash => first(&first(&bytes)),
            Handed::HexOfHash => first(lower_hex(&first(&bytes)).as_bytes()),
            Handed::UpperHexOfHash => {
                first(lower_hex(&first(&bytes)).to_ascii_uppercase().as_bytes())
            }
            Handed::Base64OfText => {
                use base64::Engine;
                first(base64::engine::general_purpose::STANDARD.encode(&bytes).as_bytes())
            }
        }
    }
}
