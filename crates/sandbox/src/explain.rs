//! The hook through which somebody else may say why a signature is wrong.
//! The verdict is the sandbox's own and is given before the hook is asked.

use crate::signature::{Fields, SignType};

/// A signature that the sandbox has refused, with everything it knew. It holds the key: it is
/// for code in the same process and is never sent or logged.
pub struct SignatureCase {
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
}

/// Says, for the log, why a signature came out wrong.
pub trait Explain: Send + Sync {
    /// A sentence or two for the developer; `None` when nothing was found.
    fn explain(&self, case: &SignatureCase) -> Option<String>;
}
