//! Signatures of messages: what is sent gets one, what comes back must have one.
//! The algorithm is the core's; never here: a second one.

use wxpay_mini::sign::{ApiV2Key, canonical, canonical_received, signer, verify};
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
    canonical_received(pairs(answer)).is_ok_and(|text| verify(signer.as_ref(), &text, sign))
}

fn pairs(fields: &Fields) -> impl Iterator<Item = (&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_with_a_blank_at_the_end_of_a_value_verifies_as_it_was_signed() {
        let key = ApiV2Key::parse("192006250b4c09247ec02edce69f6a2d").unwrap();
        let mut answer = Fields::new();
        answer.insert("err_code_des".into(), "order paid ".into());
        let text = canonical_received(pairs(&answer)).unwrap();
        assert_eq!(text, "err_code_des=order paid ");
        let right = signer(SignType::Md5, key.clone()).unwrap().sign(&text);
        answer.insert("sign".into(), right);
        assert!(is_signed(&answer, SignType::Md5, &key));
        answer.insert("err_code_des".into(), "order paid".into());
        assert!(!is_signed(&answer, SignType::Md5, &key));
    }
}
