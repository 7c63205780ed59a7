//! One RSA key of 2,048 bits: it signs as API v3 does and reads and writes PEM.
//! Never here: what is signed, and whose key it is.
//!
//! Source: pay.weixin.qq.com/doc/v3/merchant/4012365342 (SHA256withRSA, PKCS#1 v1.5, Base64).

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{
    KeyPair as _, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, UnparsedPublicKey,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::pem;

/// A key pair. Nothing of the private half is shown but by [`RsaKey::private_pem`].
pub struct RsaKey {
    pair: KeyPair,
}

impl RsaKey {
    /// A new key of 2,048 bits.
    ///
    /// # Errors
    /// When the operating system gives no randomness.
    pub fn generate() -> Result<Self, KeyError> {
        KeyPair::generate(KeySize::Rsa2048)
            .map(|pair| Self { pair })
            .map_err(|_| KeyError("no RSA key could be made"))
    }

    /// Reads `-----BEGIN PRIVATE KEY-----` (PKCS#8, as WeChat hands it out) or
    /// `-----BEGIN RSA PRIVATE KEY-----` (PKCS#1).
    ///
    /// # Errors
    /// When it is neither, or no RSA key.
    pub fn from_pem(text: &str) -> Result<Self, KeyError> {
        let wrong = KeyError("the text is no RSA private key in PEM");
        let (label, der) = pem::read(text).ok_or(wrong)?;
        let pair = match label {
            "PRIVATE KEY" => KeyPair::from_pkcs8(&der),
            "RSA PRIVATE KEY" => KeyPair::from_der(&der),
            _ => return Err(wrong),
        };
        pair.map(|pair| Self { pair }).map_err(|_| wrong)
    }

    /// The private half as PKCS#8 in PEM.
    #[must_use]
    pub fn private_pem(&self) -> String {
        pem::write("PRIVATE KEY", &self.private_der())
    }

    /// The public half as `SubjectPublicKeyInfo` in PEM.
    #[must_use]
    pub fn public_pem(&self) -> String {
        let der = AsDer::<PublicKeyX509Der<'_>>::as_der(self.pair.public_key());
        pem::write("PUBLIC KEY", &der.map(|der| der.as_ref().to_vec()).unwrap_or_default())
    }

    pub(super) fn private_der(&self) -> Vec<u8> {
        // A key that was made or read can be written; an empty text would be refused by every reader.
        AsDer::<Pkcs8V1Der<'_>>::as_der(&self.pair)
            .map(|der| der.as_ref().to_vec())
            .unwrap_or_default()
    }

    /// The signature of `message` in Base64: 344 characters for 2,048 bits.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> String {
        let mut signature = vec![0; self.pair.public_modulus_len()];
        match self.pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature) {
            Ok(()) => STANDARD.encode(signature),
            Err(_) => String::new(),
        }
    }

    /// Whether `signature`, in Base64, is this key's for `message`.
    #[must_use]
    pub fn verifies(&self, message: &[u8], signature: &str) -> bool {
        let public = self.pair.public_key().as_ref();
        STANDARD.decode(signature).is_ok_and(|signature| {
            let key = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, public);
            key.verify(message, &signature).is_ok()
        })
    }
}

/// A key that cannot be read or made. Says nothing of its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyError(pub(super) &'static str);

impl std::fmt::Display for KeyError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for KeyError {}
