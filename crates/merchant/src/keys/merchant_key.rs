//! The merchant's private key: apiclient_key.pem of the merchant console.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use rustls_pki_types::pem::SectionKind;

use super::pem;
use crate::error::{Code, Error};

/// Signs requests and payments: SHA256 with RSA, PKCS#1 v1.5, Base64
/// (pay.weixin.qq.com/doc/v3/merchant/4012365342).
#[derive(Clone)]
pub(crate) struct MerchantKey(Arc<RsaKeyPair>);

impl MerchantKey {
    /// Reads PKCS#8 (what the console gives) or PKCS#1, at least 2048 bits.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let pair = match pem::section(text)? {
            (SectionKind::PrivateKey, der) => RsaKeyPair::from_pkcs8(&der),
            (SectionKind::RsaPrivateKey, der) => RsaKeyPair::from_der(&der),
            _ => return None,
        };
        pair.ok().map(|pair| Self(Arc::new(pair)))
    }

    /// The signature of `message`, 344 characters for a key of 2048 bits.
    pub(crate) fn sign(&self, message: &str) -> Result<String, Error> {
        let mut signature = vec![0; self.0.public().modulus_len()];
        self.0
            .sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message.as_bytes(), &mut signature)
            .map_err(|_| Error::new(Code::Internal).because("the private key does not sign"))?;
        Ok(STANDARD.encode(signature))
    }
}

impl std::fmt::Debug for MerchantKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MerchantKey(…)")
    }
}
