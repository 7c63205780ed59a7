//! The APIv3 key: it opens what WeChat Pay encrypts for the merchant, notifications and certificates.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};

use crate::secret::Secret;

/// AEAD_AES_256_GCM (pay.weixin.qq.com/doc/v3/merchant/4012791836): 32 bytes, a nonce of 12, the tag in
/// the last 16 bytes of the text.
#[derive(Clone, Debug)]
pub(crate) struct ApiV3Key(Secret);

impl ApiV3Key {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let right = text.len() == 32 && text.bytes().all(|b| b.is_ascii_graphic());
        right.then(|| Self(Secret::new(text.into())))
    }

    /// Opens `ciphertext` (Base64); none when key, nonce, associated data and text do not belong together.
    pub(crate) fn open(
        &self,
        nonce: &str,
        associated_data: &str,
        ciphertext: &str,
    ) -> Option<Vec<u8>> {
        let key = UnboundKey::new(&AES_256_GCM, self.0.expose().as_bytes()).ok()?;
        let nonce = Nonce::try_assume_unique_for_key(nonce.as_bytes()).ok()?;
        let mut text = STANDARD.decode(ciphertext).ok()?;
        let aad = Aad::from(associated_data.as_bytes());
        let length = LessSafeKey::new(key).open_in_place(nonce, aad, &mut text).ok()?.len();
        text.truncate(length);
        Some(text)
    }
}
