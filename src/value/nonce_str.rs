//! The random text that makes every signature different.

use super::{text_value, within};
use crate::text::push_symbol;

text_value! {
    /// `nonceStr`: 1 to 32 characters (pay.weixin.qq.com/doc/v2/merchant/4011939566). A UUID with its
    /// hyphens has 36 and is refused.
    NonceStr, "nonceStr",
    "[!-~]{1,32}",
    |text| within(text, 32, u8::is_ascii_graphic)
}

/// 32 letters and digits that cannot be taken for one another (no 0 O 1 I): five bits each, so that
/// a random byte gives one character without bias.
const ALPHABET: &str = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

impl NonceStr {
    /// A nonce of 32 characters from 32 random bytes.
    pub fn from_random(bytes: [u8; 32]) -> Self {
        let mut text = String::new();
        for byte in bytes {
            push_symbol(&mut text, ALPHABET, usize::from(byte & 31));
        }
        Self(text)
    }
}
