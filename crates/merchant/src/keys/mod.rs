//! The keys of API v3: the merchant's private key, WeChat Pay's public keys, and the APIv3 key; and what
//! API v2 seals refunds with. What
//! they do is here; what is signed and when is not. Nothing of a key is ever shown.

mod api_v3_key;
mod certificate;
mod merchant_key;
mod pem;
mod public_key;
mod refund_seal;

pub(crate) use api_v3_key::ApiV3Key;
pub(crate) use certificate::Certificate;
pub(crate) use merchant_key::MerchantKey;
pub(crate) use pem::lines;
pub(crate) use public_key::PublicKey;
pub(crate) use refund_seal::RefundSeal;

#[cfg(test)]
mod tests;
