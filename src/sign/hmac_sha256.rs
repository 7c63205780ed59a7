//! `sign_type` HMAC-SHA256.

use super::{ApiV2Key, Signer, upper_hex, with_key};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// Signs with HMAC-SHA256: 64 upper-case hexadecimal digits. The key is used twice, as the HMAC key
/// and at the end of the message.
#[derive(Clone, Debug)]
pub struct HmacSha256Signer(ApiV2Key);

impl HmacSha256Signer {
    /// A signer with `key`.
    pub fn new(key: ApiV2Key) -> Self {
        Self(key)
    }
}

impl Signer for HmacSha256Signer {
    fn sign(&self, canonical: &str) -> String {
        // HMAC pads a key of any length, so the fallback is never taken; an empty signature would
        // be refused by everyone
        Hmac::<Sha256>::new_from_slice(self.0.expose().as_bytes()).map_or_else(
            |_| String::new(),
            |mut mac| {
                mac.update(with_key(canonical, &self.0).as_bytes());
                upper_hex(&mac.finalize().into_bytes())
            },
        )
    }
}
