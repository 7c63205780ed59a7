//! The raw answer of unified order, when a backend passes it on. Its codes are read in the official
//! order, return_code before result_code (pay.weixin.qq.com/doc/v2/merchant/4011940985). It is never
//! called verified: its `sign` needs the key, and the key is not here.

use crate::error::{Code, Error};
use crate::text::concat;
use crate::untrusted::Fields;

/// Why WeChat Pay refused the order; none when it did not, or when this is no unified order answer.
pub fn refusal(object: Fields<'_>) -> Option<Error> {
    let failed = |names: &[&str]| {
        let code = object.word(names);
        !code.is_empty() && code != "SUCCESS"
    };
    if failed(&["return_code", "returnCode"]) {
        let why = object.word(&["return_msg", "returnMsg"]);
        return Some(Error::new(Code::OrderRefused, "return_msg").found(why));
    }
    if failed(&["result_code", "resultCode"]) {
        let err_code = object.word(&["err_code", "errCode"]);
        let why = object.word(&["err_code_des", "errCodeDes"]);
        let found = concat(&[err_code, " ", why]);
        return Some(Error::new(by_err_code(err_code), "err_code").found(&found));
    }
    None
}

/// What an err_code of unified order asks for.
fn by_err_code(err_code: &str) -> Code {
    match err_code {
        "ORDERPAID" => Code::OrderPaid,
        "ORDERCLOSED" => Code::OrderClosed,
        // "same parameters again": these pass by themselves
        "SYSTEMERROR" | "FREQUENCY_LIMITED" => Code::PrepayBusy,
        "INVALID_REQUEST" | "OUT_TRADE_NO_USED" => Code::OrderChanged,
        _ => Code::OrderRefused,
    }
}
