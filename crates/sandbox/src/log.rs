//! What happened, for the developer. Secrets and signatures are masked before they get here or
//! by the means given here; a line of this log can be sent to somebody else.

use std::collections::VecDeque;

use serde_json::{Map, Value, json};

use crate::signature::Fields;

/// The log keeps the last entries and forgets older ones.
const MOST_ENTRIES: usize = 1000;

/// Who did something.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    /// A merchant's backend called WeChat.
    Request,
    /// A mini program asked for the cashier.
    Cashier,
    /// The buyer acted, or logged in.
    Buyer,
}

impl Kind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Cashier => "cashier",
            Self::Buyer => "buyer",
        }
    }
}

/// One thing that happened.
pub(crate) struct Entry {
    pub(crate) kind: Kind,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) summary: String,
    pub(crate) ok: bool,
    pub(crate) detail: Value,
}

/// The last entries, with their number and time.
pub(crate) struct Log {
    entries: VecDeque<(u64, u64, Entry)>,
    last: u64,
    secrets: Vec<String>,
}

impl Log {
    /// A log that never shows one of `secrets`, in whatever field somebody put it by mistake.
    pub(crate) fn new(secrets: Vec<String>) -> Self {
        Self { entries: VecDeque::new(), last: 0, secrets }
    }

    pub(crate) fn add(&mut self, at: u64, mut entry: Entry) {
        entry.summary = self.scrub(&entry.summary);
        entry.path = self.scrub(&entry.path);
        self.scrub_all(&mut entry.detail);
        self.last += 1;
        if self.entries.len() == MOST_ENTRIES {
            self.entries.pop_front();
        }
        self.entries.push_back((self.last, at, entry));
    }

    fn scrub(&self, text: &str) -> String {
        self.secrets.iter().fold(text.to_owned(), |text, secret| text.replace(secret, "***"))
    }

    /// Takes the secrets out of something that is shown elsewhere than in the log.
    pub(crate) fn scrub_all(&self, value: &mut Value) {
        match value {
            Value::String(text) => *text = self.scrub(text),
            Value::Array(values) => values.iter_mut().for_each(|value| self.scrub_all(value)),
            Value::Object(object) => object.values_mut().for_each(|value| self.scrub_all(value)),
            _ => {}
        }
    }

    /// The entries after number `after`, and the number to ask with next time.
    pub(crate) fn show(&self, after: u64) -> Value {
        let entries: Vec<Value> = self
            .entries
            .iter()
            .filter(|(n, _, _)| *n > after)
            .map(|(n, at, entry)| {
                json!({
                    "n": n,
                    "at": at,
                    "kind": entry.kind.as_str(),
                    "method": entry.method,
                    "path": entry.path,
                    "summary": entry.summary,
                    "ok": entry.ok,
                    "detail": entry.detail,
                })
            })
            .collect();
        json!({ "entries": entries, "next": self.last })
    }
}

/// The first characters of something that must not be seen whole, and how long it is.
pub(crate) fn mask(text: &str) -> String {
    let length = text.chars().count();
    if length == 0 {
        return String::new();
    }
    let shown: String = text.chars().take(if length > 8 { 4 } else { 0 }).collect();
    format!("{shown}…({length})")
}

/// A text that may be seen, as long as it is not endless.
pub(crate) fn clip(text: &str) -> String {
    match text.char_indices().nth(160) {
        Some((end, _)) => format!("{}…({})", &text[..end], text.chars().count()),
        None => text.to_owned(),
    }
}

/// The fields of a message with everything masked that is nobody else's business.
pub(crate) fn masked(fields: &Fields) -> Value {
    let shown: Map<String, Value> = fields
        .iter()
        .map(|(name, value)| {
            let hidden = matches!(
                name.as_str(),
                "sign"
                    | "paySign"
                    | "openid"
                    | "sub_openid"
                    | "secret"
                    | "js_code"
                    | "code"
                    | "session_key"
            );
            (name.clone(), Value::from(if hidden { mask(value) } else { clip(value) }))
        })
        .collect();
    shown.into()
}

/// As [`masked`], for a message of API v3, in place.
pub(crate) fn mask_json(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::String(text) if name.ends_with("openid") => *text = mask(text),
                    Value::String(text) => *text = clip(text),
                    _ => mask_json(value),
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(mask_json),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(summary: &str) -> Entry {
        Entry {
            kind: Kind::Request,
            method: "POST".into(),
            path: "/pay/unifiedorder".into(),
            summary: summary.into(),
            ok: true,
            detail: Value::Null,
        }
    }

    #[test]
    fn entries_are_numbered_and_read_on_from_where_one_stopped() {
        let mut log = Log::new(Vec::new());
        log.add(10, entry("a"));
        log.add(11, entry("b"));
        let shown = log.show(1);
        assert_eq!(shown["entries"].as_array().unwrap().len(), 1);
        assert_eq!(shown["entries"][0]["summary"], "b");
        assert_eq!(shown["next"], 2);
        assert_eq!(log.show(2)["entries"].as_array().unwrap().len(), 0);
    }

    #[test]
    fn the_log_forgets_its_oldest_entries() {
        let mut log = Log::new(Vec::new());
        for n in 0..=MOST_ENTRIES {
            log.add(0, entry(&n.to_string()));
        }
        let shown = log.show(0);
        assert_eq!(shown["entries"].as_array().unwrap().len(), MOST_ENTRIES);
        assert_eq!(shown["entries"][0]["n"], 2);
    }

    #[test]
    fn a_secret_is_not_shown_wherever_it_was_put() {
        let mut log = Log::new(vec!["k3y".into()]);
        let mut told = entry("signed with k3y");
        told.path = "/k3y".into();
        told.detail = json!({ "request": [{ "key": "k3y", "body": "a k3y b" }] });
        log.add(0, told);
        let shown = log.show(0).to_string();
        assert!(!shown.contains("k3y"), "{shown}");
        assert!(shown.contains("a *** b"));
    }

    #[test]
    fn a_mask_shows_four_characters_of_a_long_text_and_none_of_a_short_one() {
        assert_eq!(mask("22D9B4E54AB1950F51E0649E8810ACD6"), "22D9…(32)");
        assert_eq!(mask("secret"), "…(6)");
        assert_eq!(mask(""), "");
    }
}
