//! Answers that hold no payment: what they are instead, said as exactly as it can be seen.

use super::by_err_code;
use super::fields::{PAY_SIGN, PREPAY_ID};
use crate::error::{Code, Error};
use crate::text::concat;
use crate::untrusted::{Fields, Raw};

/// A text where an object belongs.
pub fn text(text: &str) -> Error {
    let text = text.trim_ascii_start();
    let (code, kind) = match text.as_bytes().first() {
        Some(b'<') if text.starts_with("<xml") => (Code::AnswerIsText, "XML"),
        Some(b'<') => (Code::AnswerIsText, "HTML"),
        Some(b'{' | b'"') => (Code::AnswerIsJsonText, "JSON"),
        _ => (Code::AnswerIsText, "text"),
    };
    Error::new(code, "").found(kind)
}

/// An object without a payment.
pub fn object(object: Fields<'_>) -> Error {
    // orders of other kinds (pay.weixin.qq.com/doc/v2/merchant/4011936530: code_url, mweb_url)
    for (kind, names) in [
        ("NATIVE", &["code_url", "codeUrl"][..]),
        ("H5", &["mweb_url", "mwebUrl", "h5_url", "h5Url"]),
    ] {
        if !object.word(names).is_empty() {
            return Error::new(Code::OtherTradeType, "trade_type").found(kind);
        }
    }
    for name in ENVELOPES {
        match object.get(name) {
            Raw::Object(inner) if holds_payment(inner, 2) => {
                return Error::new(Code::Envelope, name);
            }
            Raw::Text(text) if text.starts_with('{') => return Error::new(Code::Envelope, name),
            _ => {}
        }
    }
    if !object.word(&["return_code", "returnCode"]).is_empty() {
        return Error::new(Code::Missing, "prepay_id");
    }
    // {"code": "PARAM_ERROR", "message": …} (API v3), {"code": 500, "msg": …} and their like
    let code = object.word(&["code", "errcode", "errCode", "status"]);
    let said = object.word(&["message", "msg", "errmsg", "errMsg", "error"]);
    if !code.is_empty() || !said.is_empty() {
        return refused(code, said);
    }
    Error::new(Code::NoPaymentFields, "").found(&object.names())
}

/// A backend's own refusal, or WeChat Pay's error of API v3, passed on.
pub fn refused(code: &str, said: &str) -> Error {
    let kind = by_err_code(code, said).unwrap_or(Code::PrepayRefused);
    Error::new(kind, "").found(concat(&[code, " ", said]).trim_ascii())
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

fn holds_payment(object: Fields<'_>, depth: u8) -> bool {
    object.has(PAY_SIGN)
        || object.has(PREPAY_ID)
        || object.has(&["sign", "return_code", "returnCode"])
        || depth > 0
            && ENVELOPES.iter().any(|name| match object.get(name) {
                Raw::Object(inner) => holds_payment(inner, depth - 1),
                Raw::Text(text) => text.starts_with('{'),
                _ => false,
            })
}
