//! From posted bytes to a message that is known to come from the merchant.
//! Never here: what the message asks for.
//!
//! WeChat's words of refusal are those seen in its real answers: `return_code` FAIL for all that
//! is wrong with the message as such.

use crate::account::Account;
use crate::explain::{SignatureCase, V2Case};
use crate::signature::{self, Fields, SignType};
use crate::xml;

use super::answer::Cause;
use super::fields::{check_lengths, required, value};

/// A message of the merchant's: well-formed, for this account, rightly signed.
pub(crate) struct Request {
    pub(crate) fields: Fields,
    pub(crate) sign_type: SignType,
}

/// A message that is none.
pub(crate) struct Refusal {
    /// As far as it could be read.
    pub(crate) fields: Fields,
    pub(crate) cause: Cause,
}

/// Reads and verifies a message.
pub(crate) fn read(
    account: &Account,
    call: &'static str,
    method: &str,
    body: &[u8],
) -> Result<Request, Refusal> {
    let fields = parse(method, body).map_err(|cause| Refusal { fields: Fields::new(), cause })?;
    match verify(account, call, &fields) {
        Ok(sign_type) => Ok(Request { fields, sign_type }),
        Err(cause) => Err(Refusal { fields, cause }),
    }
}

fn parse(method: &str, body: &[u8]) -> Result<Fields, Cause> {
    if method != "POST" {
        return Err(Cause::new("请使用post方法", format!("the method is {method}")));
    }
    if body.is_empty() {
        return Err(Cause::new("post数据为空", "the body is empty"));
    }
    let text = std::str::from_utf8(body)
        .map_err(|error| Cause::new("编码格式错误", format!("the body is not UTF-8: {error}")))?;
    xml::read(text).map_err(|reason| Cause::new("XML格式错误", reason))
}

fn verify(account: &Account, call: &'static str, fields: &Fields) -> Result<SignType, Cause> {
    for name in ["appid", "mch_id", "nonce_str", "sign"] {
        required(fields, name)?;
    }
    check_lengths(fields)?;
    if !account.has_app(required(fields, "appid")?) {
        let reason =
            format!("the appid is neither {} nor {}", account.appid, account.official_appid);
        return Err(Cause::new("appid不存在", reason));
    }
    if required(fields, "mch_id")? != account.mch_id {
        let reason = format!("the mch_id is not {}", account.mch_id);
        return Err(Cause::new("商户号mch_id或sub_mch_id不存在", reason));
    }
    if value(fields, "sub_mch_id") == Some(account.mch_id.as_str()) {
        // 268443705 among WeChat's numbers; its words are on record nowhere.
        let reason = "sub_mch_id is the service provider's own number";
        return Err(Cause::new("商户号mch_id或sub_mch_id不存在", reason));
    }
    let sign_type = match value(fields, "sign_type") {
        None => SignType::Md5,
        Some(text) => SignType::read(text).ok_or_else(|| {
            let reason = format!("sign_type is {text:?}; it is spelled MD5 or HMAC-SHA256");
            Cause::new("签名类型不支持", reason)
        })?,
    };
    let sent = required(fields, "sign")?;
    let expected = signature::sign(fields, &account.api_v2_key, sign_type);
    if signature::is_same(sent, &expected) {
        return Ok(sign_type);
    }
    let mut cause = Cause::new("签名错误", signature::describe_refused("sign", sent, &expected));
    cause.mismatch = Some(Box::new(SignatureCase::V2(V2Case {
        call,
        fields: fields.clone(),
        sent: sent.to_owned(),
        expected,
        sign_type,
        key: account.api_v2_key.clone(),
        provider_appid: String::new(),
    })));
    Err(cause)
}
