//! How a payment is signed.

use crate::error::Error;

/// `signType`: must be the one of the order (pay.weixin.qq.com/doc/v2/merchant/4011939566:
/// "注意此处需与统一下单的签名类型一致").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
pub enum SignType {
    /// API v2, 32 hexadecimal digits. WeChat's default when an order names none.
    #[serde(rename = "MD5")]
    Md5,
    /// API v2, 64 hexadecimal digits.
    #[serde(rename = "HMAC-SHA256")]
    HmacSha256,
    /// API v3, Base64.
    #[serde(rename = "RSA")]
    Rsa,
}

impl SignType {
    /// What a right value looks like, for error messages.
    pub const EXPECTED: &str = "MD5 | HMAC-SHA256 | RSA";

    /// Reads WeChat's spelling; no other case or separator is accepted, for WeChat accepts none.
    pub fn parse(text: &str) -> Result<Self, Error> {
        [Self::Md5, Self::HmacSha256, Self::Rsa]
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or_else(|| Error::malformed("signType", text, Self::EXPECTED))
    }

    /// WeChat's spelling.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Md5 => "MD5",
            Self::HmacSha256 => "HMAC-SHA256",
            Self::Rsa => "RSA",
        }
    }
}
