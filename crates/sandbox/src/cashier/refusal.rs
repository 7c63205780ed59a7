//! The words in which WeChat refuses a payment. Never here: when it does.
//!
//! The texts are those that developers have reported from real clients; there is no official list
//! (developers.weixin.qq.com/community/pay/doc/000a8acd2c83105094cf15afc54c00).

use serde_json::{Value, json};

use crate::settings::SignatureRefusal;

const SIGNATURE: &str = "支付验证签名失败";

/// A refusal in WeChat's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Words {
    /// The base library looked at the types before WeChat Pay was asked.
    ParameterError(String),
    /// The parameter that WeChat Pay says is missing; it says so when the `prepay_id` or the
    /// appid leads it nowhere.
    Missing(&'static str),
    Expired,
    Signature,
    /// No client's words are on record; these are those of the unified order.
    Paid,
    /// As for [`Words::Paid`].
    Closed,
    OtherBuyer,
}

impl Words {
    /// The object that the `fail` callback gets after the buyer cancelled.
    pub(super) fn cancel() -> Value {
        json!({ "errMsg": "requestPayment:fail cancel" })
    }

    /// The object that the `fail` callback gets.
    pub(super) fn result(&self) -> Value {
        let err_msg = match self {
            Self::ParameterError(found) => format!("requestPayment:fail parameter error: {found}"),
            Self::Missing(name) => format!("requestPayment:fail:调用支付JSAPI缺少参数: {name}"),
            Self::Expired => "requestPayment:fail:该订单已过期，请重新下单".to_owned(),
            Self::Paid => "requestPayment:fail:该订单已支付".to_owned(),
            Self::Closed => "requestPayment:fail:订单已关闭".to_owned(),
            Self::OtherBuyer => "requestPayment:fail:下单账号与支付账号不一致".to_owned(),
            Self::Signature => {
                return json!({
                    "errMsg": "requestPayment:fail",
                    "err_code": "-1",
                    "err_desc": SIGNATURE,
                });
            }
        };
        json!({ "errMsg": err_msg })
    }

    /// What is on screen and what the callback gets.
    pub(super) fn to_json(&self, form: SignatureRefusal) -> Value {
        let (dialog, result) = match (self, form) {
            (Self::Signature, SignatureRefusal::Dialog) => (Some(SIGNATURE), Self::cancel()),
            _ => (None, self.result()),
        };
        json!({ "dialog": dialog, "callback": "fail", "result": result })
    }
}
