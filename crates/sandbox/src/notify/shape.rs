//! In what shape a notification is sent: as WeChat sends it, or wrong in one way, for a merchant to
//! show that it notices. Never here: the network.

use serde::{Deserialize, Serialize};

use crate::aes;
use crate::random;
use crate::sandbox::Sandbox;
use crate::settings::Signer;
use crate::signature::{self, Fields, SignType};
use crate::v3::seal::{self, Header};
use crate::xml;

use super::Notification;
use super::content::{Content, envelope};

/// A shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Shape {
    Right,
    /// v3: the signature begins with `WECHATPAY/SIGNTEST/`, with which WeChat probes whether a
    /// merchant checks it at all (pay.weixin.qq.com/doc/v3/merchant/4013053249).
    Probe,
    WrongSignature,
    /// Changed after it was signed.
    Tampered,
    Unsigned,
    /// v2: an order of HMAC-SHA256 is notified with MD5.
    Md5,
    /// v3: signed ten minutes ago.
    Old,
    /// Rightly signed, with another amount than the order's.
    OtherAmount,
}

const ALL: [(&str, Shape); 8] = [
    ("right", Shape::Right),
    ("probe", Shape::Probe),
    ("wrong_signature", Shape::WrongSignature),
    ("tampered", Shape::Tampered),
    ("unsigned", Shape::Unsigned),
    ("md5", Shape::Md5),
    ("old", Shape::Old),
    ("other_amount", Shape::OtherAmount),
];

impl Shape {
    pub(crate) fn read(text: &str) -> Option<Self> {
        ALL.iter().find(|(name, _)| *name == text).map(|(_, shape)| *shape)
    }

    pub(crate) fn as_str(self) -> &'static str {
        ALL.iter().find(|(_, shape)| *shape == self).map_or("right", |(name, _)| name)
    }
}

/// What goes over the wire.
pub(super) struct Message {
    pub(super) headers: Vec<Header>,
    pub(super) body: String,
}

/// The notification in this shape, with a nonce and a time of its own.
pub(super) fn compose(sandbox: &Sandbox, notification: &Notification, shape: Shape) -> Message {
    match &notification.content {
        Content::V2 { fields, sign_type } => v2(sandbox, fields, *sign_type, shape),
        Content::V2Refund { inner, appid, sub } => v2_refund(sandbox, appid, inner, sub, shape),
        Content::V3 { event_type, original_type, summary, text } => {
            let kind = (event_type.as_str(), original_type.as_str(), summary.as_str());
            v3(sandbox, notification, kind, text, shape)
        }
    }
}

fn v2(sandbox: &Sandbox, fields: &Fields, sign_type: SignType, shape: Shape) -> Message {
    let mut fields = fields.clone();
    fields.insert("nonce_str".to_owned(), random::letters_and_digits(32));
    let more = |fields: &mut Fields| {
        let total: u64 = fields.get("total_fee").and_then(|fee| fee.parse().ok()).unwrap_or(0);
        fields.insert("total_fee".to_owned(), (total + 1).to_string());
    };
    let mut sign_type = sign_type;
    match shape {
        Shape::OtherAmount => more(&mut fields),
        Shape::Md5 => {
            fields.remove("sign_type");
            sign_type = SignType::Md5;
        }
        _ => {}
    }
    let mut sign = signature::sign(&fields, &sandbox.account().api_v2_key, sign_type);
    match shape {
        Shape::WrongSignature | Shape::Probe => {
            let last = if sign.pop() == Some('0') { '1' } else { '0' };
            sign.push(last);
        }
        Shape::Tampered => more(&mut fields),
        _ => {}
    }
    if shape != Shape::Unsigned {
        fields.insert("sign".to_owned(), sign);
    }
    let body = xml::write(fields.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    Message { headers: vec![("Content-Type", "text/xml; charset=utf-8".to_owned())], body }
}

/// `req_info` is AES-256-ECB under the MD5 of the APIv2 key in lower-case hex digits; nothing is signed
/// (pay.weixin.qq.com/doc/v2/merchant, 退款结果通知).
fn v2_refund(sandbox: &Sandbox, appid: &str, inner: &str, sub: &Fields, shape: Shape) -> Message {
    let account = sandbox.account();
    let appid = if appid.is_empty() { &account.appid } else { appid };
    let key = match shape {
        Shape::Right | Shape::OtherAmount => account.api_v2_key.as_str(),
        // There is no signature to be wrong: what can be wrong is the key.
        _ => "another key of thirty-two bytes.",
    };
    let req_info = aes::ecb(&format!("{:x}", md5::compute(key)), inner).unwrap_or_default();
    let nonce = random::letters_and_digits(32);
    let fields = [
        ("return_code", "SUCCESS"),
        ("appid", appid),
        ("mch_id", &account.mch_id),
        ("nonce_str", &nonce),
        ("req_info", &req_info),
    ];
    let sub = sub.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let body = xml::write(fields.into_iter().chain(sub));
    Message { headers: vec![("Content-Type", "text/xml; charset=utf-8".to_owned())], body }
}

fn v3(
    sandbox: &Sandbox,
    notification: &Notification,
    kind: (&str, &str, &str),
    text: &str,
    shape: Shape,
) -> Message {
    let text = match shape {
        Shape::OtherAmount => another_amount(text),
        _ => text.to_owned(),
    };
    let (nonce, original_type) = (random::letters_and_digits(12), kind.1);
    // The associated data of real notifications is the type of what is encrypted.
    let sealed = aes::seal(&sandbox.account().api_v3_key, &nonce, original_type, &text);
    let sealed = sealed.unwrap_or_default();
    let parts = (nonce.as_str(), original_type, sealed.as_str());
    let mut body = envelope(&notification.event_id, notification.made_at, kind, parts);
    let signer = if notification.pub_key { Signer::PublicKey } else { Signer::Certificate };
    let mut headers = match shape {
        Shape::Unsigned => Vec::new(),
        Shape::Old => seal::sign_at(sandbox.keys(), signer, &body, crate::clock::machine() - 600),
        Shape::WrongSignature => {
            let mut headers = seal::sign(sandbox.keys(), signer, "another body");
            headers.retain(|(name, _)| *name != "Wechatpay-Signature-Type");
            headers
        }
        _ => seal::sign(sandbox.keys(), signer, &body),
    };
    match shape {
        Shape::Probe => seal::make_probe(&mut headers),
        Shape::Tampered => body = body.replacen("encrypt-resource", "encrypt-resourse", 1),
        _ => {}
    }
    headers.push(("Content-Type", "application/json; charset=utf-8".to_owned()));
    Message { headers, body }
}

fn another_amount(text: &str) -> String {
    let Ok(mut told) = serde_json::from_str::<serde_json::Value>(text) else {
        return text.to_owned();
    };
    let total = told["amount"]["total"].as_u64().unwrap_or(0);
    told["amount"]["total"] = (total + 1).into();
    told.to_string()
}
