//! What is known of a payment that was refused: whatever a developer has at hand. All of it may be
//! missing, and all of it may be wrong in any way.

use super::rsa::RsaKey;
use super::secret::{Kind, Secret};

/// A value as it was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// A text.
    Text(String),
    /// Something else, by its JavaScript type, and as text where it has one.
    Other {
        /// `Number`, `Boolean`, `Object`, …
        kind: &'static str,
        /// What it would be as a text.
        text: String,
    },
}

impl Given {
    /// The text in it, or what JavaScript would make of it.
    pub fn text(&self) -> &str {
        let (Self::Text(text) | Self::Other { text, .. }) = self;
        text
    }
}

impl From<&serde_json::Value> for Given {
    fn from(value: &serde_json::Value) -> Self {
        use serde_json::Value;
        let other = |kind| Self::Other { kind, text: value.to_string() };
        match value {
            Value::String(text) => Self::Text(text.clone()),
            Value::Number(_) => other("Number"),
            Value::Bool(_) => other("Boolean"),
            Value::Null => Self::Other { kind: "Null", text: String::new() },
            Value::Array(_) => other("Array"),
            Value::Object(_) => other("Object"),
        }
    }
}

/// Which message of API v2 it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageKind {
    /// The request of unified order, or any other that the merchant signs.
    Order,
    /// WeChat Pay's answer to it.
    Answer,
    /// A notification.
    Notification,
}

/// The fields of a message, in the order they came: the flat XML of API v2, or the top level of v3's JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Which one.
    pub kind: MessageKind,
    /// Names and texts.
    pub fields: Vec<(String, String)>,
}

impl Message {
    /// The first value of that name; empty where there is none.
    pub fn get(&self, name: &str) -> &str {
        get(&self.fields, name)
    }

    /// Whether it has the marks of API v3: `mchid`, or the `prepay_id` that comes alone.
    pub(super) fn is_v3(&self) -> bool {
        let has = |name: &str| self.fields.iter().any(|(each, _)| each == name);
        !has("sign") && !has("mch_id") && !has("return_code") && (has("mchid") || has("sp_mchid"))
    }

    pub(super) fn is_v2(&self) -> bool {
        ["mch_id", "return_code"].iter().any(|name| !self.get(name).is_empty())
    }
}

pub(super) fn get<'a>(fields: &'a [(String, String)], name: &str) -> &'a str {
    fields.iter().find(|(each, _)| each == name).map_or("", |(_, value)| value)
}

/// A request of API v3, as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// `GET`, `POST`, …
    pub method: String,
    /// Path and query; with scheme and host it is shortened to them.
    pub url: String,
    /// The headers: `Authorization` above all.
    pub headers: Vec<(String, String)>,
    /// The body that was sent.
    pub body: String,
    /// WeChat Pay's answer to it, if it was an error: JSON with `detail.sign_information`.
    pub refusal: String,
}

/// An answer or a notification of API v3, as it came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Received {
    /// The headers: `Wechatpay-Signature` and its companions.
    pub headers: Vec<(String, String)>,
    /// The body, byte for byte.
    pub body: String,
}

pub(super) fn header<'a>(headers: &'a [(String, String)], name: &str) -> &'a str {
    let found = headers.iter().find(|(each, _)| each.eq_ignore_ascii_case(name));
    found.map_or("", |(_, value)| value)
}

/// Everything that is known. `Default` knows nothing.
#[derive(Clone, Debug, Default)]
pub struct Case {
    /// What `wx.requestPayment` was called with, names and values as they were.
    pub payment: Option<Vec<(String, Given)>>,
    /// The appid of the mini program that runs; empty where it is not known.
    pub app_id: String,
    /// The merchant number; empty where it is not known.
    pub mch_id: String,
    /// Messages of API v2, or the JSON of a v3 order.
    pub messages: Vec<Message>,
    /// Keys, the most trusted first.
    pub secrets: Vec<Secret>,
    /// Certificates and RSA keys, the most trusted first.
    pub rsa_keys: Vec<RsaKey>,
    /// A request of API v3.
    pub request: Option<Request>,
    /// An answer or notification of API v3.
    pub received: Option<Received>,
    /// What the client said: `errMsg`, or the text of a dialog.
    pub words: String,
    /// The time, in seconds since 1970, where clocks are to be compared.
    pub now: Option<u64>,
}

impl Case {
    pub(super) fn message(&self, kind: MessageKind) -> Option<&Message> {
        self.messages.iter().find(|message| message.kind == kind)
    }

    pub(super) fn secret(&self, kind: Kind) -> Option<&Secret> {
        self.secrets.iter().find(|secret| secret.kind() == kind)
    }
}
