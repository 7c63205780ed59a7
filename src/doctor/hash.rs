//! The hashes that signatures of API v2 are made with, the right ones and the wrong ones.

use hmac::{Hmac, KeyInit, Mac};
use md5::{Digest, Md5};
use sha1::Sha1;
use sha2::{Sha256, Sha512};

/// A hash, with the key inside it or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hash {
    /// `sign_type` MD5.
    Md5,
    /// `sign_type` HMAC-SHA256.
    HmacSha256,
    Md5Twice,
    HmacMd5,
    Sha1,
    HmacSha1,
    Sha256,
    Sha512,
}

impl Hash {
    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Md5 => "MD5",
            Self::HmacSha256 => "HMAC-SHA256",
            Self::Md5Twice => "MD5(MD5)",
            Self::HmacMd5 => "HMAC-MD5",
            Self::Sha1 => "SHA-1",
            Self::HmacSha1 => "HMAC-SHA1",
            Self::Sha256 => "SHA-256",
            Self::Sha512 => "SHA-512",
        }
    }

    /// The likeliest first, of those that give so many bytes.
    pub fn of_length(bytes: usize) -> &'static [Self] {
        match bytes {
            // eight bytes: the middle of an MD5, called the 16-digit MD5
            8 | 16 => &[Self::Md5, Self::HmacMd5, Self::Md5Twice],
            20 => &[Self::Sha1, Self::HmacSha1],
            32 => &[Self::HmacSha256, Self::Sha256],
            64 => &[Self::Sha512],
            _ => &[],
        }
    }

    /// The digest of `text`.
    pub fn digest(self, text: &[u8], key: &[u8]) -> Vec<u8> {
        match self {
            Self::Md5 => Md5::digest(text).to_vec(),
            Self::Md5Twice => Md5::digest(lower_hex(&Md5::digest(text))).to_vec(),
            Self::Sha1 => Sha1::digest(text).to_vec(),
            Self::Sha256 => Sha256::digest(text).to_vec(),
            Self::Sha512 => Sha512::digest(text).to_vec(),
            Self::HmacMd5 => mac::<Hmac<Md5>>(text, key),
            Self::HmacSha1 => mac::<Hmac<Sha1>>(text, key),
            Self::HmacSha256 => mac::<Hmac<Sha256>>(text, key),
        }
    }
}

/// HMAC takes a key of any length, so there is always an answer.
fn mac<M: Mac + KeyInit>(text: &[u8], key: &[u8]) -> Vec<u8> {
    let mac = <M as KeyInit>::new_from_slice(key);
    mac.map(|mac| mac.chain_update(text).finalize().into_bytes().to_vec()).unwrap_or_default()
}

/// Hexadecimal digits in lower case.
pub fn lower_hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(half.into(), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// The bytes that hexadecimal digits of any case stand for.
pub fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> =
        text.chars().map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok())).collect();
    let digits = digits.filter(|digits| digits.len().is_multiple_of(2))?;
    Some(digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect())
}
