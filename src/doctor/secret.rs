//! Keys that a case comes with. Nothing here is ever shown: `Debug` tells the kind alone, and every
//! text that leaves the doctor is searched for them.

use super::said::Said;

/// What a secret is said to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The APIv2 key: MD5 and HMAC-SHA256.
    ApiV2,
    /// The APIv3 key: it opens resources.
    ApiV3,
    /// The AppSecret of the mini program.
    AppSecret,
    /// An old key, or that of another merchant.
    Other,
}

impl Kind {
    pub(super) fn said(self) -> Said {
        match self {
            Self::ApiV2 => Said::both("the APIv2 key", "APIv2 密钥"),
            Self::ApiV3 => Said::both("the APIv3 key", "APIv3 密钥"),
            Self::AppSecret => Said::both("the AppSecret", "AppSecret"),
            Self::Other => Said::both("the other key that was given", "另外提供的密钥"),
        }
    }
}

/// A secret, exactly as it was read.
#[derive(Clone)]
pub struct Secret {
    kind: Kind,
    text: String,
}

impl Secret {
    /// Takes it as it is: white space around it may be the very mistake.
    pub fn new(kind: Kind, text: impl Into<String>) -> Self {
        Self { kind, text: text.into() }
    }

    /// What it is said to be.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    pub(super) fn expose(&self) -> &str {
        &self.text
    }

    /// Without what an editor or a console puts around it.
    pub(super) fn trimmed(&self) -> &str {
        self.text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
    }
}

impl core::fmt::Debug for Secret {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Secret({:?}, …)", self.kind)
    }
}

/// Shorter ones are no keys, and would be found in everything.
const SHORTEST: usize = 8;

/// Takes every secret out of `text`, whatever case it is in.
pub(super) fn scrub(text: &str, secrets: &[Secret]) -> String {
    let mut text = text.to_owned();
    for secret in secrets.iter().map(Secret::trimmed).filter(|secret| secret.len() >= SHORTEST) {
        // ASCII case keeps every byte at its place
        let needle = secret.to_ascii_lowercase();
        while let Some(at) = text.to_ascii_lowercase().find(&needle) {
            text.replace_range(at..at + needle.len(), "***");
        }
    }
    text
}
