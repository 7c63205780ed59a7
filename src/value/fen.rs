//! An amount of money.

use crate::error::{Error, Text};

/// Money in fen, the hundredth of a yuan: an integer, as in `total_fee`
/// (pay.weixin.qq.com/doc/v2/merchant/4011940985). Never a fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct Fen(u32);

impl Fen {
    /// What a right value looks like, for error messages.
    pub const EXPECTED: Text = Text {
        en: "a whole number of fen, 0 to 4294967295",
        zh: "以分为单位的整数，0 到 4294967295",
    };

    /// An amount of `fen`.
    pub const fn new(fen: u32) -> Self {
        Self(fen)
    }

    /// Reads digits, as in WeChat's XML; no sign, point or blank.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        match text.parse() {
            Ok(fen) if digits => Ok(Self(fen)),
            _ => Err(Error::malformed("total", text, &Self::EXPECTED)),
        }
    }

    /// The number of fen.
    pub const fn get(self) -> u32 {
        self.0
    }
}
