//! A signature over the parameters of a payment. Its form is checked here, its truth in `sign`.

use super::SignType;
use crate::error::Error;
use crate::text::{characters, concat, digits};

/// `paySign`, in the form that its [`SignType`] prescribes.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(transparent)]
pub struct PaySign(String);

impl PaySign {
    /// Checks the form: MD5 is 32 and HMAC-SHA256 64 upper-case hexadecimal digits
    /// (pay.weixin.qq.com/doc/v2/merchant/4011985891), RSA is Base64 of at most 512 characters
    /// (pay.weixin.qq.com/doc/v3/merchant/4012791898).
    pub fn parse(text: &str, sign_type: SignType) -> Result<Self, Error> {
        let (right, expected) = match sign_type {
            SignType::Md5 => (upper_hex(text, 32), MD5),
            SignType::HmacSha256 => (upper_hex(text, 64), HMAC_SHA256),
            SignType::Rsa => (base64(text), RSA),
        };
        if right {
            return Ok(Self(text.into()));
        }
        // A signature is not printed: its length and case say enough.
        Err(Error::malformed("paySign", &shape(text), expected))
    }

    /// The sign type that a signature of this length has.
    pub(crate) fn implied(text: &str) -> SignType {
        match text.len() {
            ..64 => SignType::Md5,
            64 => SignType::HmacSha256,
            _ => SignType::Rsa,
        }
    }

    /// The text as it is sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

const MD5: &str = "[0-9A-F]{32} (MD5)";
const HMAC_SHA256: &str = "[0-9A-F]{64} (HMAC-SHA256)";
const RSA: &str = "Base64 (RSA)";

fn upper_hex(text: &str, digits: usize) -> bool {
    text.len() == digits && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'A'..=b'F'))
}

fn base64(text: &str) -> bool {
    let padding = text.bytes().rev().take_while(|b| *b == b'=').count();
    // shorter than a 1024-bit signature (172 characters) is a digest, not RSA
    (172..=512).contains(&text.len())
        && text.len().is_multiple_of(4)
        && padding <= 2
        && text
            .bytes()
            .rev()
            .skip(padding)
            .all(|b| b.is_ascii_alphanumeric() || b == b'+' || b == b'/')
}

fn shape(text: &str) -> String {
    let kind = if text.bytes().all(|b| b.is_ascii_hexdigit()) {
        if text.bytes().any(|b| b.is_ascii_lowercase()) { " lower-case hex" } else { " hex" }
    } else if text.bytes().any(|b| b == b' ') {
        " (with spaces)"
    } else {
        ""
    };
    concat(&[&digits(characters(text) as u64), " characters", kind])
}
