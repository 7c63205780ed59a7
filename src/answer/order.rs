//! The raw answer of unified order, when a backend passes it on. Its codes are read in the official
//! order, return_code before result_code (pay.weixin.qq.com/doc/v2/merchant/4011940985). It is never
//! called verified: its `sign` needs the key, and the key is not here.

use crate::error::{Code, Error};
use crate::text::{concat, contains};
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
        let code = by_err_code(err_code, why).unwrap_or(Code::OrderRefused);
        return Some(Error::new(code, "err_code").found(&found));
    }
    None
}

/// What an err_code of unified order (v2), or the code of an API v3 error, asks the page for; none where it
/// is the backend's to mend. Codes of v3: pay.weixin.qq.com/docs/merchant/products/mini-program-payment/apilist.html
pub fn by_err_code(err_code: &str, why: &str) -> Option<Code> {
    Some(match err_code {
        "ORDERPAID" => Code::OrderPaid,
        // API v3 has no code for it. To ask costs nothing, and whoever misread the words is told so by the query
        _ if contains(why, "已支付") => Code::OrderPaid,
        "ORDERCLOSED" | "ORDER_CLOSED" | "order_closed" => Code::OrderClosed,
        // "same parameters again": these pass by themselves
        "SYSTEMERROR" | "SYSTEM_ERROR" | "BANK_ERROR" | "FREQUENCY_LIMITED"
        | "RATELIMIT_EXCEEDED" => Code::PrepayBusy,
        "INVALID_REQUEST" | "OUT_TRADE_NO_USED" => Code::OrderChanged,
        _ => return None,
    })
}
