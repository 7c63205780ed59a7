//! A text that must not be shown.

/// A secret. Its `Debug` shows nothing of it, and there is no `Display`.
#[derive(Clone)]
pub(crate) struct Secret(String);

impl Secret {
    pub(crate) fn new(text: String) -> Self {
        Self(text)
    }

    /// The text itself: for signing and for WeChat, never for a log or an answer.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// The first characters of an openid, for logs: enough to tell buyers apart, too few to use.
pub(crate) fn mask(openid: &str) -> String {
    let start: String = openid.chars().take(4).collect();
    start + "…"
}
