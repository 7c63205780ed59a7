//! A public key of WeChat Pay's: from a PEM of its own, or from a certificate.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use rustls_pki_types::pem::SectionKind;
use x509_cert::der::Decode as _;
use x509_cert::der::asn1::ObjectIdentifier;
use x509_cert::spki::SubjectPublicKeyInfoRef;

use super::pem;

/// rsaEncryption (RFC 8017, appendix C).
const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");

/// Checks signatures of answers and notifications.
#[derive(Clone)]
pub(crate) struct PublicKey(Vec<u8>);

impl PublicKey {
    /// Reads `-----BEGIN PUBLIC KEY-----`: pub_key.pem of the merchant console.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        match pem::section(text)? {
            (SectionKind::PublicKey, der) => {
                Self::of(&SubjectPublicKeyInfoRef::from_der(&der).ok()?)
            }
            _ => None,
        }
    }

    pub(super) fn of(info: &SubjectPublicKeyInfoRef<'_>) -> Option<Self> {
        let key = (info.algorithm.oid == RSA).then_some(info.subject_public_key.raw_bytes())?;
        Some(Self(key.to_vec()))
    }

    /// Whether `signature`, in Base64, is this key's over `message`.
    pub(crate) fn verify(&self, message: &[u8], signature: &str) -> bool {
        let Ok(signature) = STANDARD.decode(signature) else { return false };
        UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, &self.0)
            .verify(message, &signature)
            .is_ok()
    }
}

impl std::fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PublicKey(…)")
    }
}
