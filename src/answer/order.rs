//! The raw answer of unified order, when a backend passes it on. Its codes are read in the official
//! order, return_code before result_code (pay.weixin.qq.com/doc/v2/merchant/4011940985). It is never
//! called verified: its `sign` needs the key, and the key is not here.

use crate::error::{Code, Error};
use crate::untrusted::{Object, first};

/// Why WeChat Pay refused the order; none when it did not, or when this is no unified order answer.
pub fn refusal(object: &dyn Object) -> Result<Option<Error>, Error> {
    let text = |names: &[&str], field| first(object, names).into_optional_text(field);
    if let Some(code) = text(&["return_code", "returnCode"], "return_code")?
        && code != "SUCCESS"
    {
        let why = text(&["return_msg", "returnMsg"], "return_msg")?.unwrap_or_default();
        return Ok(Some(Error::new(Code::OrderRefused, "return_msg").found(&why)));
    }
    if let Some(code) = text(&["result_code", "resultCode"], "result_code")?
        && code != "SUCCESS"
    {
        let err_code = text(&["err_code", "errCode"], "err_code")?.unwrap_or_default();
        let why = text(&["err_code_des", "errCodeDes"], "err_code_des")?.unwrap_or_default();
        let kind = by_err_code(&err_code);
        return Ok(Some(Error::new(kind, "err_code").found(&[err_code, why].join(" "))));
    }
    Ok(None)
}

/// What an err_code of unified order asks for.
pub fn by_err_code(err_code: &str) -> Code {
    match err_code {
        "ORDERPAID" => Code::OrderPaid,
        "ORDERCLOSED" | "ORDER_CLOSED" => Code::OrderClosed,
        // "same parameters again": these pass by themselves
        "SYSTEMERROR" | "SYSTEM_ERROR" | "FREQUENCY_LIMITED" | "BANK_ERROR" => Code::PrepayBusy,
        "INVALID_REQUEST" | "OUT_TRADE_NO_USED" => Code::OrderChanged,
        _ => Code::OrderRefused,
    }
}
