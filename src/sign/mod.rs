//! Signing of API v2. Compiled only with the feature `local-sign`: servers and development builds
//! have it, the wasm that ships to buyers does not. RSA (v3) belongs to servers and is not here.

mod canonical;
mod hmac_sha256;
mod key;
mod md5;
mod pay;

pub use self::md5::Md5Signer;
pub use canonical::{canonical, canonical_received};
pub use hmac_sha256::HmacSha256Signer;
pub use key::ApiV2Key;
pub use pay::sign_payment;

use crate::value::SignType;

/// Turns a canonical string into a signature.
pub trait Signer {
    /// Signs `canonical`, the text that [`canonical()`] makes. The answer is upper-case hexadecimal.
    fn sign(&self, canonical: &str) -> String;
}

/// The signer of `sign_type`; none for RSA, which needs a merchant's private key at a server.
pub fn signer(sign_type: SignType, key: ApiV2Key) -> Option<Box<dyn Signer>> {
    match sign_type {
        SignType::Md5 => Some(Box::new(Md5Signer::new(key))),
        SignType::HmacSha256 => Some(Box::new(HmacSha256Signer::new(key))),
        SignType::Rsa => None,
    }
}

/// Whether `signature` is the one of `canonical`. Takes the same time wherever they differ.
pub fn verify(signer: &dyn Signer, canonical: &str, signature: &str) -> bool {
    use subtle::ConstantTimeEq;
    signer.sign(canonical).as_bytes().ct_eq(signature.as_bytes()).into()
}

/// `…&key=KEY`: the key ends what is hashed, for MD5 and HMAC alike
/// (pay.weixin.qq.com/doc/v2/merchant/4011985891, step 2).
fn with_key(canonical: &str, key: &ApiV2Key) -> String {
    [canonical, "&key=", key.expose()].concat()
}

fn upper_hex(digest: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    digest
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|half| char::from(DIGITS[usize::from(half)]))
        .collect()
}
