//! Signatures of messages: what is sent gets one, what comes back must have one.
//! The algorithm is the core's; never here: a second one.

use wxpay_mini::sign::{ApiV2Key, canonical, signer, verify};
use wxpay_mini::value::{NonceStr, SignType};

use super::Fields;
use crate::error::{Code, Error};
use crate::random;

/// Adds `nonce_str` and `sign`.
pub(super) fn sign(fields: &mut Fields, sign_type: SignType, key: &ApiV2Key) -> Result<(), Error> {
    let nonce_str = NonceStr::from_random(random::bytes()?);
    fields.insert("nonce_str".into(), nonce_str.as_str().into());
    let internal = |why: String| Error::new(Code::Internal).because(why);
    let signer = signer(sign_type, key.clone())
        .ok_or_else(|| internal("API v2 does not sign with RSA".into()))?;
    let text = canonical(pairs(fields)).map_err(|error| internal(error.to_string()))?;
    fields.insert("sign".into(), signer.sign(&text));
    Ok(())
}

/// Whether `answer` carries the signature of `key` by `sign_type`, over every field that came, known
/// or not ("验证签名时必须支持增加的扩展字段", pay.weixin.qq.com/doc/v2/merchant/4011985891).
pub(super) fn is_signed(answer: &Fields, sign_type: SignType, key: &ApiV2Key) -> bool {
    let (Some(sign), Some(signer)) = (answer.get("sign"), signer(sign_type, key.clone())) else {
        return false;
    };
    canonical(pairs(answer)).is_ok_and(|text| verify(signer.as_ref(), &text, sign))
}

fn pairs(fields: &Fields) -> impl Iterator<Item = (&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str()))
}
