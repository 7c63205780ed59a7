//! How WeChat's cashier ended, read from what the client calls back with. One place turns its texts
//! into a closed set of causes, by prefix and content: the placeholder of the documentation,
//! `requestPayment:fail (detail message)`, never comes literally.

use crate::error::Code;
use crate::plain::Plain;
use crate::text::{concat, contains, cut, shorten};
use crate::untrusted::Fields;

/// The end of a cashier, as far as the client tells. None of these is proof of anything: also `ok`
/// is only the client's word, and `cancel` comes after WeChat's own error dialog as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ended {
    /// `requestPayment:ok`.
    Ok,
    /// The buyer closed it, or WeChat did after a dialog of its own.
    Cancel,
    /// It failed. The code says why: `sign_refused`, `params_refused`, `permission`, `banned`,
    /// `package_refused`, `prepay_expired`, `order_paid`, `cashier_network`, `realname`,
    /// `cashier_system`, `cashier_failed`.
    Failed(Code),
}

/// The raw words of the client, kept for the outcome's `cause`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// `errMsg` (mini program) or `err_msg` (official account).
    pub err_msg: String,
    /// `errno`, a number on clients that have it; kept as text.
    pub errno: String,
    /// `err_code` or `errCode`.
    pub err_code: String,
    /// `err_desc`.
    pub err_desc: String,
}

impl Words {
    /// Takes the words out of whatever the callback got. What cannot be read is left empty.
    pub fn read(object: Fields<'_>) -> Self {
        let text = |names: [&str; 2]| shorten(object.word(&names), 200);
        Self {
            err_msg: text(["errMsg", "err_msg"]),
            errno: text(["errno", "errNo"]),
            err_code: text(["err_code", "errCode"]),
            err_desc: text(["err_desc", "errDesc"]),
        }
    }

    pub(crate) fn plain(&self) -> Vec<(&'static str, Plain<'_>)> {
        let mut fields = Vec::new();
        Plain::add(&mut fields, "errMsg", &self.err_msg);
        Plain::add(&mut fields, "errno", &self.errno);
        Plain::add(&mut fields, "errCode", &self.err_code);
        Plain::add(&mut fields, "errDesc", &self.err_desc);
        fields
    }

    /// What the words mean.
    pub fn ended(&self) -> Ended {
        let said = self.err_msg.to_ascii_lowercase();
        // `requestPayment:`, `get_brand_wcpay_request:` (also with a blank behind it), `chooseWXPay:`
        let (api, end) = match cut(&said, b':') {
            (api, Some(end)) => (api, end),
            (end, None) => ("", end),
        };
        let end = end.trim_ascii();
        if end == "ok" {
            return Ended::Ok;
        }
        let all = concat(&[end, " ", &self.err_desc.to_ascii_lowercase()]);
        match failure(api, &all, &self.errno, &self.err_code) {
            Some(code) => Ended::Failed(code),
            // old clients say `requestPayment:cancel`; errno 1 is "cancel", 104 "user authorize canceled"
            None if contains(&all, "cancel") || matches!(&*self.errno, "1" | "104") => {
                Ended::Cancel
            }
            None => Ended::Failed(Code::CashierFailed),
        }
    }
}

/// Texts, then numbers. Sources: developers.weixin.qq.com/miniprogram/dev/api/payment/wx.requestPayment.html,
/// …/framework/usability/PublicErrno.md, and texts that developers reported (tests/vectors/errmsg.json).
fn failure(api: &str, all: &str, errno: &str, err_code: &str) -> Option<Code> {
    let says = |words: &[&str]| words.iter().any(|word| contains(all, word));
    Some(if says(&["签名", "signature"]) {
        Code::SignRefused
    // "调用JSAPI缺少参数: timeStamp" is one of the five; the same of total_fee or appid is the order's
    } else if says(&["parameter error", "jsapi缺少参数: timestamp"]) {
        Code::ParamsRefused
    } else if says(&["banned"]) {
        Code::Banned
    } else if says(&[
        "no permission",
        "permission denied",
        "access denied",
        "accessdenied",
        "access_denied",
        "not_allow",
    ]) || (api == "system" && says(&["access"]))
    {
        Code::Permission
    } else if says(&["过期", "失效"]) {
        Code::PrepayExpired
    } else if says(&["已支付"]) {
        Code::OrderPaid
    } else if says(&["jsapi缺少参数", "total_fee"]) {
        Code::PackageRefused
    } else if says(&["user canceled"]) {
        return None;
    } else {
        match (errno, err_code) {
            ("102" | "3" | "103", _) => Code::Permission,
            ("100" | "701001", _) => Code::Permission,
            ("101", _) => Code::ParamsRefused,
            ("5" | "108" | "109", _) => Code::CashierNetwork,
            ("701002", _) => Code::RealName,
            ("700001", _) => Code::Banned,
            _ if says(&["timeout", "time out", "network"]) => Code::CashierNetwork,
            ("4" | "106" | "111", _) => Code::CashierSystem,
            _ if says(&["system error", "系统错误"]) => Code::CashierSystem,
            // the old Android form of a refused signature carries err_code 2 or -1 and no more
            (_, "2") => Code::SignRefused,
            _ => return None,
        }
    })
}
