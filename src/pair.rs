//! `nonceStr` and `timeStamp` of one payment, made here once and never again for the same payment:
//! signing one pair and sending another is a classic cause of "支付验证签名失败"
//! (developers.weixin.qq.com/community/pay/article/doc/0004683a910a8867da10b2dc261413, V2 point 2).

use crate::error::{Code, Error};
use crate::value::{NonceStr, TimeStamp};

/// The two values that a signature binds to one moment.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Pair {
    /// 32 characters from a cryptographic source.
    pub nonce_str: NonceStr,
    /// Seconds, ten digits.
    pub time_stamp: TimeStamp,
}

impl Pair {
    /// A fresh pair at `now`, milliseconds since 1970. Fails without entropy (`no_entropy`) or when
    /// the clock is outside the years that ten digits can tell; there is no weaker source behind it.
    pub fn generate(now: u64) -> Result<Self, Error> {
        let mut random = [0; 32];
        getrandom::fill(&mut random).map_err(|_| Error::new(Code::NoEntropy, "nonceStr"))?;
        Ok(Self {
            nonce_str: NonceStr::from_random(random),
            time_stamp: TimeStamp::from_millis(now)?,
        })
    }
}
