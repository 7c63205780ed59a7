//! The hook through which somebody else may say why a signature is wrong.
//! The verdict is the sandbox's own and is given before the hook is asked.

use std::fmt;

use crate::signature::{Fields, SignType};

/// A signature that the sandbox has refused, with everything it knew. It may hold the APIv2 key: it is
/// for code in the same process and is never sent or logged. It never holds a private key.
pub enum SignatureCase {
    /// A signature of API v2: `sign` or `paySign`.
    V2(V2Case),
    /// The `Authorization` of a request of API v3.
    Request(RequestCase),
    /// `paySign` of an order of API v3.
    Payment(PaymentCase),
}

/// MD5 or HMAC-SHA256, which came out otherwise than it was sent.
pub struct V2Case {
    /// The call it came with: `unifiedorder`, `orderquery`, `closeorder` or `requestPayment`.
    pub call: &'static str,
    /// The fields that WeChat signs, as they were sent, for `requestPayment` with `appId`.
    pub fields: Fields,
    /// The signature that was sent.
    pub sent: String,
    /// The signature that would have been right.
    pub expected: String,
    /// How it should have been signed.
    pub sign_type: SignType,
    /// The APIv2 key.
    pub key: String,
    /// The service provider's own appid, where a payment is its sub-merchant's; empty elsewhere.
    pub provider_appid: String,
}

/// A request as it came; the header was read, its time and its serial number are right.
pub struct RequestCase {
    /// `GET`, `POST`, …
    pub method: String,
    /// Path and query, as they were sent.
    pub url: String,
    /// The header `Authorization`.
    pub authorization: String,
    /// The body, byte for byte.
    pub body: Vec<u8>,
    /// The merchant's API certificate, in PEM: its public key should have verified the signature.
    pub certificate: String,
}

/// The parameters of `wx.requestPayment`, all of them texts.
pub struct PaymentCase {
    /// The mini program that runs.
    pub app_id: String,
    /// `timeStamp`, `nonceStr`, `package`, `signType` and `paySign`, as they were sent.
    pub parameters: Fields,
    /// The service provider's own appid, where the payment is its sub-merchant's; empty elsewhere.
    pub provider_appid: String,
    /// The merchant's API certificate, in PEM: its public key should have verified the signature.
    pub certificate: String,
}

/// Tells which kind it is, and nothing of what is in it.
impl fmt::Debug for SignatureCase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::V2(_) => "V2(…)",
            Self::Request(_) => "Request(…)",
            Self::Payment(_) => "Payment(…)",
        })
    }
}

/// Says, for the log, why a signature came out wrong.
pub trait Explain: Send + Sync {
    /// A sentence or two for the developer; `None` when nothing was found.
    fn explain(&self, case: &SignatureCase) -> Option<String>;
}
