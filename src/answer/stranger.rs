//! Answers that hold no payment: what they are instead, said as exactly as it can be seen.

use super::fields::{PAY_SIGN, PREPAY_ID};
use crate::error::{Code, Error};
use crate::text::concat;
use crate::untrusted::{Object, Raw, first, word};

/// A text where an object belongs.
pub fn text(text: &str) -> Error {
    let text = text.trim_start();
    let (code, kind) = match text.as_bytes().first() {
        Some(b'<') if text.starts_with("<xml") => (Code::AnswerIsText, "XML"),
        Some(b'<') => (Code::AnswerIsText, "HTML"),
        Some(b'{' | b'"') => (Code::AnswerIsJsonText, "JSON"),
        _ => (Code::AnswerIsText, "text"),
    };
    Error::new(code, "").found(kind)
}

/// An object without a payment.
pub fn object(object: &dyn Object) -> Error {
    // orders of other kinds (pay.weixin.qq.com/doc/v2/merchant/4011936530: code_url, mweb_url)
    for (kind, names) in [
        ("NATIVE", &["code_url", "codeUrl"][..]),
        ("H5", &["mweb_url", "mwebUrl", "h5_url", "h5Url"]),
    ] {
        if !word(object, names).is_empty() {
            return Error::new(Code::OtherTradeType, "trade_type").found(kind);
        }
    }
    for name in ENVELOPES {
        match object.get(name) {
            Raw::Object(inner) if holds_payment(inner.as_ref(), 2) => {
                return Error::new(Code::Envelope, name);
            }
            Raw::Text(text) if text.starts_with('{') => return Error::new(Code::Envelope, name),
            _ => {}
        }
    }
    if !word(object, &["return_code", "returnCode"]).is_empty() {
        return Error::new(Code::Missing, "prepay_id");
    }
    // {"code": "PARAM_ERROR", "message": …} (API v3), {"code": 500, "msg": …} and their like
    let code = word(object, &["code", "errcode", "errCode", "status"]);
    let said = word(object, &["message", "msg", "errmsg", "errMsg", "error"]);
    if !code.is_empty() || !said.is_empty() {
        return Error::new(Code::PrepayRefused, "").found(concat(&[&code, " ", &said]).trim());
    }
    Error::new(Code::NoPaymentFields, "").found(&object.names())
}

/// Where backends and SDKs put the parameters.
const ENVELOPES: &[&str] = &[
    "data",
    "result",
    "payParams",
    "payData",
    "payInfo",
    "payment_params",
    "orderInfo",
    "displayContent",
    "unifiedOrderResult",
    "body",
    "payload",
    "xml",
];

fn holds_payment(object: &dyn Object, depth: u8) -> bool {
    !first(object, PAY_SIGN).is_absent()
        || !first(object, PREPAY_ID).is_absent()
        || !first(object, &["sign", "return_code", "returnCode"]).is_absent()
        || depth > 0
            && ENVELOPES.iter().any(|name| match object.get(name) {
                Raw::Object(inner) => holds_payment(inner.as_ref(), depth - 1),
                Raw::Text(text) => text.starts_with('{'),
                _ => false,
            })
}
