//! API v2 signatures: what is signed, with what, and in what way a wrong one is wrong.
//! Never here: which fields a call has, and what WeChat says when a signature is refused.
//!
//! Source of the rules: pay.weixin.qq.com/doc/v2/merchant/4011985891.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

/// The fields of a message by name. Sorted by bytes, which is the order that is signed.
pub type Fields = BTreeMap<String, String>;

/// How an API v2 message is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SignType {
    /// `MD5`: 32 upper-case hex digits. WeChat's default.
    Md5,
    /// `HMAC-SHA256`: 64 upper-case hex digits.
    HmacSha256,
}

impl SignType {
    /// WeChat's spelling, which is the only one it takes: `md5` and `HMAC_SHA256` are nothing.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        match text {
            "MD5" => Some(Self::Md5),
            "HMAC-SHA256" => Some(Self::HmacSha256),
            _ => None,
        }
    }

    /// `MD5` or `HMAC-SHA256`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Md5 => "MD5",
            Self::HmacSha256 => "HMAC-SHA256",
        }
    }

    fn of_length(length: usize) -> Option<Self> {
        match length {
            32 => Some(Self::Md5),
            64 => Some(Self::HmacSha256),
            _ => None,
        }
    }
}

/// `name=value` joined by `&` in byte order of the names, without `sign`, `paySign` and what is
/// empty. The key is not part of it.
///
/// `paySign` is the name of the signature in `wx.requestPayment`; no signed message has both.
#[must_use]
pub fn string_to_sign(fields: &Fields) -> String {
    let mut text = String::new();
    for (name, value) in fields {
        if value.is_empty() || name == "sign" || name == "paySign" {
            continue;
        }
        if !text.is_empty() {
            text.push('&');
        }
        text.push_str(name);
        text.push('=');
        text.push_str(value);
    }
    text
}

/// The signature of `fields` under the APIv2 key, as upper-case hex digits.
#[must_use]
pub fn sign(fields: &Fields, key: &str, sign_type: SignType) -> String {
    // `&key=` is part of the text for HMAC-SHA256 too, where the key is the HMAC's key as well.
    let text = format!("{}&key={key}", string_to_sign(fields));
    match sign_type {
        SignType::Md5 => upper_hex(&md5::compute(text).0),
        SignType::HmacSha256 => upper_hex(&hmac_sha256::HMAC::mac(text, key)),
    }
}

/// Compares in a time that does not tell where two signatures of one length differ.
#[must_use]
pub fn is_same(sent: &str, expected: &str) -> bool {
    constant_time_eq::constant_time_eq(sent.as_bytes(), expected.as_bytes())
}

/// What a refused signature looks like, for the developer's log. `name` is the field it came in.
pub(crate) fn describe_refused(name: &str, sent: &str, expected: &str) -> String {
    let wanted = SignType::of_length(expected.len()).map_or("", SignType::as_str);
    if sent.is_empty() {
        return format!("{name} is empty");
    }
    if sent.trim() != sent {
        return format!("{name} has white space around it");
    }
    if !sent.bytes().all(|b| b.is_ascii_hexdigit()) {
        let length = sent.chars().count();
        return if length == 344 {
            format!(
                "{name} is 344 Base64 characters: an RSA signature of API v3; expected {wanted}"
            )
        } else {
            format!("{name} is {length} characters that are not all hex digits; expected {wanted}")
        };
    }
    let case =
        if sent.bytes().any(|b| b.is_ascii_lowercase()) { "lower-case" } else { "upper-case" };
    let found = format!("{name} is {} {case} hex digits", sent.len());
    if sent.eq_ignore_ascii_case(expected) {
        return format!("{found}: the right digits, but WeChat wants them in upper case");
    }
    match SignType::of_length(sent.len()) {
        _ if sent.len() == expected.len() => {
            format!(
                "{found}, as {wanted} gives, but not those of these values and this merchant's APIv2 key"
            )
        }
        Some(other) => format!("{found}, the length of {}; expected {wanted}", other.as_str()),
        None => format!("{found}; {wanted} gives {}", expected.len()),
    }
}

fn upper_hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02X}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
    }

    #[test]
    fn names_are_sorted_by_bytes_and_what_is_empty_is_left_out() {
        let fields = fields(&[
            ("remark", "1"),
            ("re_openid", "2"),
            ("RE_OPENID", "3"),
            ("attach", ""),
            ("sign", "X"),
        ]);
        assert_eq!(string_to_sign(&fields), "RE_OPENID=3&re_openid=2&remark=1");
    }

    #[test]
    fn only_wechats_spelling_of_a_sign_type_is_one() {
        assert_eq!(SignType::read("HMAC-SHA256"), Some(SignType::HmacSha256));
        for text in ["md5", "HMAC_SHA256", "hmac-sha256", "RSA", ""] {
            assert_eq!(SignType::read(text), None, "{text}");
        }
    }

    #[test]
    fn a_refused_signature_is_described_by_its_shape() {
        let md5 = "22D9B4E54AB1950F51E0649E8810ACD6";
        let hmac = "F".repeat(64);
        let told = |sent: &str, expected: &str| describe_refused("paySign", sent, expected);
        assert!(
            told(&md5.to_lowercase(), md5).contains("32 lower-case hex digits: the right digits")
        );
        assert!(told(md5, &hmac).contains("the length of MD5; expected HMAC-SHA256"));
        assert!(told(&"0".repeat(32), md5).contains("but not those of these values"));
        assert!(told(&"A+/=".repeat(86), md5).contains("API v3"));
        assert!(told(&"A".repeat(40), md5).contains("40 upper-case hex digits; MD5 gives 32"));
        assert!(told("", md5).contains("empty"));
        assert!(told(" 22D9", md5).contains("white space"));
    }

    #[test]
    fn no_description_repeats_the_expected_signature() {
        let expected = "22D9B4E54AB1950F51E0649E8810ACD6";
        for sent in ["", "x", "00", "0000000000000000000000000000000A", &"A".repeat(64)] {
            assert!(!describe_refused("sign", sent, expected).contains(expected));
        }
    }
}
