//! The seal of API v2's refund notifications: AES-256 in ECB with PKCS#7 padding, the key being the
//! lower-case hexadecimal MD5 of the APIv2 key (pay.weixin.qq.com/doc/v2/merchant, 退款结果通知). It hides
//! and does not prove: whoever reads it asks WeChat Pay before he believes it.

use aes::Aes256;
use aes::cipher::{Array, BlockCipherDecrypt as _, KeyInit as _};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest as _, Md5};

use crate::secret::Secret;

/// Opens `req_info`.
#[derive(Clone, Debug)]
pub(crate) struct RefundSeal(Secret);

impl RefundSeal {
    pub(crate) fn of(api_v2_key: &str) -> Self {
        let digest = Md5::digest(api_v2_key.as_bytes());
        Self(Secret::new(digest.iter().map(|byte| format!("{byte:02x}")).collect()))
    }

    pub(crate) fn open(&self, req_info: &str) -> Option<String> {
        let mut text = STANDARD.decode(req_info).ok()?;
        if text.is_empty() || text.len() % 16 != 0 {
            return None;
        }
        let cipher = Aes256::new_from_slice(self.0.expose().as_bytes()).ok()?;
        for block in text.chunks_exact_mut(16) {
            cipher.decrypt_block(<&mut Array<u8, _>>::try_from(block).ok()?);
        }
        let padding = usize::from(*text.last()?);
        let is_padded = (1..=16).contains(&padding)
            && text.iter().rev().take(padding).all(|byte| usize::from(*byte) == padding);
        text.truncate(text.len() - if is_padded { padding } else { return None });
        String::from_utf8(text).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_have_sealed_opens_and_what_was_changed_does_not() {
        let published = include_str!("../../tests/data/published.json");
        let published: serde_json::Value = serde_json::from_str(published).unwrap();
        let vectors = published["vectors"].as_array().unwrap();
        let vector = |id: &str| {
            let vector = vectors.iter().find(|vector| vector["id"] == id).unwrap();
            let text = |name: &str| vector[name].as_str().unwrap().to_owned();
            (text("input"), text("key"), text("expected"))
        };
        // the APIv2 key itself
        let (plain, key, sealed) = vector("v2-aesecb-ijpay");
        assert_eq!(RefundSeal::of(&key).open(&sealed), Some(plain));
        assert_eq!(RefundSeal::of("another-key-of-thirty-two-chars!").open(&sealed), None);
        // the key of the cipher
        let (plain, key, sealed) = vector("v2-aesecb-php");
        let seal = RefundSeal(Secret::new(key));
        assert_eq!(seal.open(&sealed), Some(plain));
        let (sealed, key, plain) = vector("v2-aesecb-flurl");
        assert_eq!(RefundSeal(Secret::new(key)).open(&sealed), Some(plain));
        for wrong in ["", "AAAA", "é", "pZwJZBLuy3mDACEQT4YT"] {
            assert_eq!(seal.open(wrong), None, "{wrong}");
        }
    }
}
