//! The form of a signature: which kind it is, what it must have gone through, and the bytes in it.

use super::cause::Cause;
use super::finding::Mistake;
use super::hash::from_hex;
use super::said::Said;
use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// What a signature is by its form.
pub enum Form {
    /// There is none.
    Empty,
    /// A hash, as API v2 makes it.
    Digest(Read),
    /// As long as an RSA signature of API v3.
    Rsa(Read),
    /// Neither.
    Strange(Mistake),
}

/// The bytes of a signature, and what is wrong with how they were written.
pub struct Read {
    pub bytes: Vec<u8>,
    pub mistakes: Vec<Mistake>,
}

const EXPECTED: (&str, &str) = (
    "32 (MD5) or 64 (HMAC-SHA256) upper-case hex digits, or Base64 (RSA)",
    "32 位（MD5）或 64 位（HMAC-SHA256）大写十六进制，或 Base64（RSA）",
);

/// Reads the signature in `field`. Nothing of it gets into a message.
pub fn read(field: &str, text: &str) -> Form {
    let mut mistakes = Vec::new();
    let outer = |c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '"' | '\'');
    let inner = text.trim_matches(outer);
    if inner.is_empty() {
        return Form::Empty;
    }
    if inner != text {
        mistakes.push(Mistake::new(Cause::SentSpace, field, "", ""));
    }
    if let Some(bytes) = from_hex(inner).filter(|_| inner.is_ascii()) {
        let strange = |mistakes: &mut Vec<Mistake>, en: &str, zh: &str| {
            mistakes.push(Mistake::new(
                Cause::SignatureForm,
                field,
                Said::both(en, zh),
                Said::both(EXPECTED.0, EXPECTED.1),
            ));
        };
        if bytes.len() <= 64 && inner.bytes().any(|b| b.is_ascii_lowercase()) {
            mistakes.push(Mistake::new(Cause::LowerCase, field, "", ""));
        }
        match bytes.len() {
            8 => strange(&mut mistakes, "16 hex digits, half an MD5", "16 位十六进制（半个 MD5）"),
            16 | 32 => {}
            20 => strange(&mut mistakes, "40 hex digits, a SHA-1", "40 位十六进制（SHA-1）"),
            64 => strange(&mut mistakes, "128 hex digits, a SHA-512", "128 位十六进制（SHA-512）"),
            128..=512 => {
                strange(&mut mistakes, "an RSA signature in hex", "十六进制的 RSA 签名");
                return Form::Rsa(Read { bytes, mistakes });
            }
            _ => return Form::Strange(strange_length(field, inner)),
        }
        return Form::Digest(Read { bytes, mistakes });
    }
    let Some(bytes) = repaired(field, inner, &mut mistakes) else {
        return Form::Strange(strange_length(field, inner));
    };
    match bytes.len() {
        16 | 20 | 32 | 64 => {
            mistakes.push(Mistake::new(
                Cause::SignatureForm,
                field,
                Said::both("Base64 of a hash", "哈希的 Base64"),
                Said::both(EXPECTED.0, EXPECTED.1),
            ));
            Form::Digest(Read { bytes, mistakes })
        }
        128..=512 => Form::Rsa(Read { bytes, mistakes }),
        _ => Form::Strange(strange_length(field, inner)),
    }
}

fn strange_length(field: &str, text: &str) -> Mistake {
    let count = text.chars().count();
    Mistake::new(
        Cause::SignatureForm,
        field,
        Said::both(
            format!("{count} character{} of no known form", if count == 1 { "" } else { "s" }),
            format!("{count} 个字符，形式不明"),
        ),
        Said::both(EXPECTED.0, EXPECTED.1),
    )
}

/// Base64 with whatever happened to it on its way undone.
fn repaired(field: &str, text: &str, mistakes: &mut Vec<Mistake>) -> Option<Vec<u8>> {
    let mut damaged = |en: &str, zh: &str| {
        mistakes.push(Mistake::new(Cause::Base64Damaged, field, Said::both(en, zh), ""));
    };
    let mut text = text.to_owned();
    if text.contains('%') {
        text = url_decoded(&text)?;
        damaged("it is still URL-encoded", "仍是 URL 编码");
    }
    if text.contains(['\n', '\r', '\t']) {
        text.retain(|c| !c.is_whitespace());
        damaged("line ends inside", "中间有换行");
    }
    if text.contains("\\n") || text.contains("\\/") {
        text = text.replace("\\n", "").replace("\\/", "/");
        damaged("backslashes of an escaped text", "带有转义用的反斜杠");
    }
    if text.contains(' ') {
        text = text.replace(' ', "+");
        damaged("blanks where + was", "+ 变成了空格");
    }
    if text.contains(['-', '_']) {
        text = text.replace('-', "+").replace('_', "/");
        damaged("the alphabet of addresses (- and _)", "用了 URL 安全字符集（- 和 _）");
    }
    let body = text.trim_end_matches('=');
    let right = body.len().next_multiple_of(4);
    if text.len() != right {
        damaged("= at its end is lost or too many", "末尾的 = 丢失或多余");
    }
    let config = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    GeneralPurpose::new(&STANDARD, config).decode(body).ok()
}

/// `%2B` and its like as what they stand for.
pub fn url_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, next)) = rest.split_first() {
        if *first == b'%' {
            let digits = next.get(..2).and_then(|two| core::str::from_utf8(two).ok())?;
            bytes.push(*from_hex(digits)?.first()?);
            rest = next.get(2..)?;
        } else {
            bytes.push(*first);
            rest = next;
        }
    }
    String::from_utf8(bytes).ok()
}
