//! An amount of money.

use crate::error::Error;
use crate::text::number;

/// Money in fen, the hundredth of a yuan: an integer, as in `total_fee`
/// (pay.weixin.qq.com/doc/v2/merchant/4011940985). Never a fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct Fen(u32);

impl Fen {
    /// What a right value looks like, for error messages.
    pub const EXPECTED: &str = "integer (fen)";

    /// An amount of `fen`.
    pub const fn new(fen: u32) -> Self {
        Self(fen)
    }

    /// Reads digits, as in WeChat's XML; no sign, point or blank.
    pub fn parse(text: &str) -> Result<Self, Error> {
        match number(text) {
            Some(fen) => Ok(Self(fen)),
            None => Err(Error::malformed("total", text, Self::EXPECTED)),
        }
    }

    /// The number of fen.
    pub const fn get(self) -> u32 {
        self.0
    }
}
