//! The resource of a notification, encrypted with AES-256-GCM under the APIv3 key
//! (pay.weixin.qq.com/doc/v3/merchant/4012791836). Its plain text is never shown: that it opens is all.

use aes_gcm::aead::{Aead, KeyInit, Payload, consts::U12, consts::U16};
use aes_gcm::aes::Aes256;
use aes_gcm::{AesGcm, Nonce};
use base64::Engine;
use serde_json::Value;

use crate::doctor::case::{Case, Received};
use crate::doctor::cause::Cause;
use crate::doctor::finding::{Certainty, Checked, Finding, Mistake, Verdict};
use crate::doctor::hash::from_hex;
use crate::doctor::said::Said;
use crate::doctor::search::{Step, search};
use crate::doctor::secret::Kind;
use crate::doctor::shape;

const ALGORITHM: &str = "AEAD_AES_256_GCM";

/// How a resource is opened.
#[derive(Clone)]
struct Opening {
    key: Vec<u8>,
    nonce: Vec<u8>,
    data: Vec<u8>,
}

impl Opening {
    fn opens(&self, ciphertext: &[u8]) -> bool {
        let payload = Payload { msg: ciphertext, aad: &self.data };
        // twelve bytes are usual, sixteen are seen (TheNorthMemory/wechatpay-axios-plugin, tests/lib/aes.test.js)
        match self.nonce.len() {
            12 => AesGcm::<Aes256, U12>::new_from_slice(&self.key).is_ok_and(|cipher| {
                Nonce::<U12>::try_from(&self.nonce[..])
                    .is_ok_and(|nonce| cipher.decrypt(&nonce, payload).is_ok())
            }),
            16 => AesGcm::<Aes256, U16>::new_from_slice(&self.key).is_ok_and(|cipher| {
                Nonce::<U16>::try_from(&self.nonce[..])
                    .is_ok_and(|nonce| cipher.decrypt(&nonce, payload).is_ok())
            }),
            _ => false,
        }
    }
}

/// Examines the resource in a notification; none where there is none.
pub fn resource(case: &Case, received: &Received) -> Option<Checked> {
    let body: Value = serde_json::from_str(&received.body).ok()?;
    let resource = body.get("resource").unwrap_or(&body);
    let text = |name| resource.get(name).and_then(Value::as_str).unwrap_or_default();
    let ciphertext = resource.get("ciphertext")?;
    let mut wrong = Vec::new();
    let mut form = |field: &str, said: Said| {
        wrong.push(Finding::certain(Mistake::new(Cause::ResourceForm, field, said, "")));
    };
    if !matches!(text("algorithm"), "" | ALGORITHM) {
        form("algorithm", text("algorithm").into());
    }
    if !matches!(text("nonce").len(), 12 | 16) {
        let count = text("nonce").len();
        form("nonce", Said::both(format!("{count} bytes"), format!("{count} 字节")));
    }
    let bytes = ciphertext
        .as_str()
        .and_then(|text| base64::engine::general_purpose::STANDARD.decode(text).ok());
    let Some(bytes) = bytes.filter(|bytes| bytes.len() >= 16) else {
        form("ciphertext", Said::both("no Base64 with a tag at its end", "不是带 tag 的 Base64"));
        return Some(Checked::new("resource", Verdict::Wrong, wrong));
    };
    let Some(key) = case.secret(Kind::ApiV3).or_else(|| case.secrets.first()) else {
        let what = Said::both("the APIv3 key", "APIv3 密钥");
        wrong.push(super::need(what));
        return Some(Checked::new("resource", Verdict::Unchecked, wrong));
    };
    let base = Opening {
        key: key.trimmed().as_bytes().to_vec(),
        nonce: text("nonce").as_bytes().to_vec(),
        data: text("associated_data").as_bytes().to_vec(),
    };
    let opens = |opening: &Opening| opening.opens(&bytes);
    if opens(&base) && key.kind() == Kind::ApiV3 {
        let verdict = if wrong.is_empty() { Verdict::Right } else { Verdict::Fits };
        return Some(Checked::new("resource", verdict, wrong));
    }
    match search(&base, &steps(case, key.trimmed()), bytes.len(), opens) {
        Some(found) => wrong.push(Finding::new(Certainty::Proven, found.mistakes)),
        None => {
            let count = key.trimmed().chars().count();
            if count == 32 {
                wrong.push(Finding::certain(Mistake::new(Cause::ResourceShut, "", "", "")));
            } else {
                let found = Said::both(format!("{count} characters"), format!("{count} 个字符"));
                let should = Said::both("32 of ASCII", "32 个 ASCII 字符");
                wrong.push(Finding::certain(Mistake::new(
                    Cause::KeyShape,
                    key.kind().said(),
                    found,
                    should,
                )));
            }
        }
    }
    Some(Checked::new("resource", Verdict::Wrong, wrong))
}

fn steps(case: &Case, key: &str) -> Vec<Step<Opening>> {
    let mut steps = Vec::new();
    for secret in &case.secrets {
        let bytes = secret.trimmed().as_bytes().to_vec();
        let said = secret.kind().said();
        let mistake = Mistake::new(Cause::ResourceMixed, "", said, "");
        steps.push(Step::new(0, mistake, move |opening: &mut Opening| {
            opening.key.clone_from(&bytes)
        }));
        if secret.expose() != secret.trimmed() {
            let bytes = secret.expose().as_bytes().to_vec();
            let mistake = Mistake::new(Cause::KeySpace, "", shape::space(secret.expose()), "");
            steps.push(Step::new(0, mistake, move |opening: &mut Opening| {
                opening.key.clone_from(&bytes);
            }));
        }
    }
    let mut keyed = |en: &str, zh: &str, bytes: Vec<u8>| {
        let mistake = Mistake::new(Cause::ResourceMixed, "", Said::both(en, zh), "");
        steps.push(Step::new(0, mistake, move |opening: &mut Opening| {
            opening.key.clone_from(&bytes)
        }));
    };
    if let Some(bytes) = from_hex(key).filter(|bytes| bytes.len() == 32) {
        keyed("the key read as hex digits", "按十六进制解析的密钥", bytes);
    }
    if let Ok(bytes) = base64::engine::general_purpose::STANDARD.decode(key) {
        keyed("the key read as Base64", "按 Base64 解析的密钥", bytes);
    }
    let mut mixed = |en: &str, zh: &str, change: fn(&mut Opening)| {
        let mistake = Mistake::new(Cause::ResourceMixed, "", Said::both(en, zh), "");
        steps.push(Step::new(1, mistake, change));
    };
    mixed("nonce and associated_data exchanged", "nonce 与 associated_data 对调", |opening| {
        core::mem::swap(&mut opening.nonce, &mut opening.data);
    });
    mixed("no associated_data", "空的 associated_data", |opening| opening.data.clear());
    mixed("the nonce as associated_data too", "把 nonce 也当作 associated_data", |opening| {
        opening.data.clone_from(&opening.nonce);
    });
    for data in ["transaction", "refund", "certificate", "null", "undefined"] {
        let said =
            Said::both(format!("the associated_data {data}"), format!("associated_data 为 {data}"));
        let mistake = Mistake::new(Cause::ResourceMixed, "", said, "");
        steps.push(Step::new(1, mistake, move |opening: &mut Opening| {
            opening.data = data.as_bytes().to_vec();
        }));
    }
    steps
}
