//! `sign_type` MD5.

use super::{ApiV2Key, Signer, upper_hex, with_key};
use md5::{Digest, Md5};

/// Signs with MD5: 32 upper-case hexadecimal digits.
#[derive(Clone, Debug)]
pub struct Md5Signer(ApiV2Key);

impl Md5Signer {
    /// A signer with `key`.
    pub fn new(key: ApiV2Key) -> Self {
        Self(key)
    }
}

impl Signer for Md5Signer {
    fn sign(&self, canonical: &str) -> String {
        upper_hex(&Md5::digest(with_key(canonical, &self.0)))
    }
}
