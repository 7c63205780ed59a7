//! The random text that makes every signature different.

use super::{text_value, within};

text_value! {
    /// `nonceStr`: 1 to 32 characters (pay.weixin.qq.com/doc/v2/merchant/4011939566). A UUID with its
    /// hyphens has 36 and is refused.
    NonceStr, "nonceStr",
    en: "1 to 32 characters without spaces",
    zh: "1 到 32 个字符，不含空白",
    |text| within(text, 32, u8::is_ascii_graphic)
}

/// 32 letters and digits that cannot be taken for one another (no 0 O 1 I): five bits each, so that
/// a random byte gives one character without bias.
const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

impl NonceStr {
    /// A nonce of 32 characters from 32 random bytes.
    pub fn from_random(bytes: [u8; 32]) -> Self {
        Self(bytes.iter().map(|b| char::from(ALPHABET[usize::from(b & 31)])).collect())
    }
}
