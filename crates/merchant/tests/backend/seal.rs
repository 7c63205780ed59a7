//! RSA and AES-GCM of the platform's side, with keys that are made for tests or published for them.

use axum::http::HeaderMap;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use ring::rand::SystemRandom;
use ring::signature::{
    RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaKeyPair, UnparsedPublicKey,
};
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{PrivatePkcs1KeyDer, PrivatePkcs8KeyDer};
use serde_json::{Value, json};

/// Two platform certificates, and the second's key as a public key without a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlatformKey {
    One,
    Two,
    PublicKey,
}

pub const PUBLIC_KEY_ID: &str = "PUB_KEY_ID_0119000001092026112600100001";
pub const PUBLIC_KEY: &str = include_str!("../data/platform_2.pub");

impl PlatformKey {
    fn serial(self) -> &'static str {
        match self {
            Self::One => "5B0C1A2D3E4F5061728394A5B6C7D8E9FA0B1C2D",
            Self::Two => "FB0C1A2D3E4F5061728394A5B6C7D8E9FA0B1C2D",
            Self::PublicKey => PUBLIC_KEY_ID,
        }
    }

    fn pair(self) -> RsaKeyPair {
        let pem = match self {
            Self::One => include_str!("../data/platform_1.key"),
            Self::Two | Self::PublicKey => include_str!("../data/platform_2.key"),
        };
        let der = PrivatePkcs8KeyDer::from_pem_slice(pem.as_bytes()).unwrap();
        RsaKeyPair::from_pkcs8(der.secret_pkcs8_der()).unwrap()
    }

    /// The headers of a signature over `body`.
    pub fn sign(self, timestamp: u64, body: &str) -> HeaderMap {
        let nonce = "d824f2e086d3c1df967785d13fcd22ef";
        let signature = sign(&self.pair(), &format!("{timestamp}\n{nonce}\n{body}\n"));
        let mut headers = HeaderMap::new();
        headers.insert("wechatpay-timestamp", timestamp.to_string().parse().unwrap());
        headers.insert("wechatpay-nonce", nonce.parse().unwrap());
        headers.insert("wechatpay-signature", signature.parse().unwrap());
        headers.insert("wechatpay-serial", self.serial().parse().unwrap());
        headers
    }

    /// One entry of the list of certificates.
    pub fn certificate(self, api_v3_key: &str) -> Value {
        let pem = match self {
            Self::One => include_str!("../data/platform_1.pem"),
            Self::Two | Self::PublicKey => include_str!("../data/platform_2.pem"),
        };
        json!({
            "serial_no": self.serial(),
            "effective_time": "2024-01-01T08:00:00+08:00",
            "expire_time": "2124-01-01T08:00:00+08:00",
            "encrypt_certificate": seal(api_v3_key, "61f9c719728a", "certificate", pem),
        })
    }
}

pub fn sign(pair: &RsaKeyPair, message: &str) -> String {
    let mut signature = vec![0; pair.public().modulus_len()];
    let random = SystemRandom::new();
    pair.sign(&RSA_PKCS1_SHA256, &random, message.as_bytes(), &mut signature).unwrap();
    STANDARD.encode(signature)
}

/// What AEAD_AES_256_GCM makes of `text`.
pub fn seal(key: &str, nonce: &str, aad: &str, text: &str) -> Value {
    let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key.as_bytes()).unwrap());
    let mut sealed = text.as_bytes().to_vec();
    let once = Nonce::try_assume_unique_for_key(nonce.as_bytes()).unwrap();
    key.seal_in_place_append_tag(once, Aad::from(aad.as_bytes()), &mut sealed).unwrap();
    json!({
        "original_type": "transaction",
        "algorithm": "AEAD_AES_256_GCM",
        "ciphertext": STANDARD.encode(sealed),
        "associated_data": aad,
        "nonce": nonce,
    })
}

/// What API v2 makes of a refund: AES-256 in ECB under the MD5 of the key.
pub fn seal_v2(api_v2_key: &str, text: &str) -> String {
    use aes::cipher::{Array, BlockCipherEncrypt as _, KeyInit as _};
    use md5::{Digest as _, Md5};
    let key = Md5::digest(api_v2_key.as_bytes());
    let key: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
    let cipher = aes::Aes256::new_from_slice(key.as_bytes()).unwrap();
    let padding = 16 - text.len() % 16;
    let mut text = text.as_bytes().to_vec();
    text.extend(std::iter::repeat_n(u8::try_from(padding).unwrap(), padding));
    for block in text.chunks_exact_mut(16) {
        cipher.encrypt_block(<&mut Array<u8, _>>::try_from(block).unwrap());
    }
    STANDARD.encode(text)
}

/// The merchant's private key: one that WeChat Pay has published for tests.
pub fn merchant_key() -> String {
    let published = include_str!("../data/published.json");
    let published: Value = serde_json::from_str(published).unwrap();
    published["keys"]["rsa:official_test_key"]["pem"].as_str().unwrap().to_owned()
}

fn merchant_public() -> Vec<u8> {
    let pem = merchant_key();
    let der = PrivatePkcs1KeyDer::from_pem_slice(pem.as_bytes()).unwrap();
    let pair = RsaKeyPair::from_der(der.secret_pkcs1_der()).unwrap();
    ring::signature::KeyPair::public_key(&pair).as_ref().to_vec()
}

pub fn is_merchants(message: &str, signature: &str) -> bool {
    let signature = STANDARD.decode(signature).unwrap();
    UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, merchant_public())
        .verify(message.as_bytes(), &signature)
        .is_ok()
}

/// A request must be signed by the merchant, over what has arrived.
pub fn verify(headers: &HeaderMap, first: &str, body: &str, mch_id: &str, serial: &str) {
    let header = headers["authorization"].to_str().unwrap();
    let fields = header.strip_prefix("WECHATPAY2-SHA256-RSA2048 ").unwrap();
    let field = |name: &str| {
        let start = fields.find(&format!("{name}=\"")).unwrap() + name.len() + 2;
        fields[start..].split('"').next().unwrap()
    };
    assert_eq!((field("mchid"), field("serial_no")), (mch_id, serial));
    let message = format!("{first}\n{}\n{}\n{body}\n", field("timestamp"), field("nonce_str"));
    assert!(is_merchants(&message, field("signature")), "{message}");
    assert_eq!(headers["accept"], "application/json");
}
