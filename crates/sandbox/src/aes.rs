//! AES as WeChat Pay uses it: 256-GCM for certificates and notifications of API v3, 256-ECB for the
//! refund notification of API v2. Never here: what is encrypted.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::cipher::{AES_256, PaddedBlockEncryptingKey, UnboundCipherKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// `AEAD_AES_256_GCM`: Base64 of the ciphertext with its tag of 16 bytes. `key` is the APIv3 key of
/// 32 bytes, `nonce` 12 bytes (pay.weixin.qq.com/doc/v3/merchant/4012791836). `None` when they have
/// other lengths.
pub fn seal(key: &str, nonce: &str, associated_data: &str, text: &str) -> Option<String> {
    let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key.as_bytes()).ok()?);
    let nonce = Nonce::try_assume_unique_for_key(nonce.as_bytes()).ok()?;
    let mut sealed = text.as_bytes().to_vec();
    key.seal_in_place_append_tag(nonce, Aad::from(associated_data), &mut sealed).ok()?;
    Some(STANDARD.encode(sealed))
}

/// AES-256-ECB with PKCS#7 padding, in Base64. `key` is 32 bytes.
pub fn ecb(key: &str, text: &str) -> Option<String> {
    let key = UnboundCipherKey::new(&AES_256, key.as_bytes()).ok()?;
    let mut block = text.as_bytes().to_vec();
    PaddedBlockEncryptingKey::ecb_pkcs7(key).ok()?.encrypt(&mut block).ok()?;
    Some(STANDARD.encode(block))
}
