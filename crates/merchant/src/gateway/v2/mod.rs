//! API v2: what unified order and order query are sent, and what is taken from their answers.
//! Sources: pay.weixin.qq.com/doc/v2/merchant/4011940985 (unified order), the page 查询订单 beside it.

mod message;
mod xml;

use std::collections::BTreeMap;

use wxpay_mini::query::{self, Asked, TradeState};
use wxpay_mini::sign::ApiV2Key;
use wxpay_mini::untrusted::{Arena, Value};
use wxpay_mini::value::PrepayId;

use super::{Failure, Found, Gateway};
use crate::config::Config;
use crate::error::{Code, Error, Refusal};
use crate::order::Order;
use crate::outgoing::Outgoing;

/// The fields of a message by name. Every value is text.
type Fields = BTreeMap<String, String>;

/// WeChat Pay over API v2.
pub(crate) struct ApiV2 {
    outgoing: Outgoing,
    app_id: String,
    mch_id: String,
    key: ApiV2Key,
}

impl ApiV2 {
    pub(crate) fn new(config: &Config) -> Self {
        Self {
            outgoing: Outgoing::new(&config.gateway, config.patience),
            app_id: config.app_id.as_str().into(),
            mch_id: config.mch_id.clone(),
            key: config.api_v2_key.clone(),
        }
    }

    /// One signed question and its answer, verified but for what only the caller knows.
    fn call(&self, path: &str, order: &Order, mut fields: Fields) -> Result<Fields, Failure> {
        for (name, value) in [
            ("appid", self.app_id.as_str()),
            ("mch_id", &self.mch_id),
            ("out_trade_no", order.out_trade_no.as_str()),
            ("sign_type", order.sign_type.as_str()),
        ] {
            fields.insert(name.into(), value.into());
        }
        message::sign(&mut fields, order.sign_type, &self.key).map_err(Failure::Failed)?;
        let answer = self.outgoing.post_xml(path, &xml::write(&fields));
        let answer = answer.map_err(|why| Failure::Unreachable(why.0))?;
        let answer = xml::read(&answer).map_err(|why| Failure::Failed(malformed(&why)))?;
        self.verify(order, answer)
    }

    /// WeChat's own order of things: return_code (an answer with FAIL is not signed), the signature,
    /// then whose answer it is. result_code is left to the caller.
    fn verify(&self, order: &Order, answer: Fields) -> Result<Fields, Failure> {
        if get(&answer, "return_code") != "SUCCESS" {
            return Err(match get(&answer, "return_code") {
                "FAIL" => Failure::Refused(refusal(&answer)),
                _ => Failure::Failed(malformed("there is no return_code")),
            });
        }
        // by the algorithm that was sent: answers to HMAC-SHA256 carry no sign_type, and one that says
        // MD5 would be a downgrade
        if !message::is_signed(&answer, order.sign_type, &self.key) {
            return Err(Failure::Failed(Error::new(Code::AnswerSignature)));
        }
        for (name, ours) in [("appid", &self.app_id), ("mch_id", &self.mch_id)] {
            if get(&answer, name) != *ours {
                return Err(Failure::Failed(Error::new(Code::AnswerMismatch).at(name)));
            }
        }
        Ok(answer)
    }
}

impl Gateway for ApiV2 {
    fn order(&self, order: &Order) -> Result<PrepayId, Failure> {
        let fields = [
            ("body", order.body.as_str()),
            ("total_fee", &order.total.get().to_string()),
            ("spbill_create_ip", &order.spbill_create_ip),
            ("notify_url", &order.notify_url),
            ("trade_type", "JSAPI"),
            ("openid", &order.openid),
        ];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let answer = self.call("/pay/unifiedorder", order, Fields::from(fields))?;
        if get(&answer, "result_code") != "SUCCESS" {
            return Err(Failure::Refused(refusal(&answer)));
        }
        PrepayId::parse(get(&answer, "prepay_id"))
            .map_err(|_| Failure::Failed(malformed("there is no prepay_id")))
    }

    fn query(&self, order: &Order) -> Result<Found, Failure> {
        let answer = self.call("/pay/orderquery", order, Fields::new())?;
        let asked = Asked {
            order_key: order.out_trade_no.as_str(),
            out_trade_no: Some(&order.out_trade_no),
            total: Some(order.total),
        };
        let arena = Arena::new();
        let raw = arena.keep(value(&answer));
        let trade_state = query::read(raw, asked).map_err(|why| untold(&why, &answer))?;
        let is_paid = matches!(trade_state, TradeState::Success | TradeState::Refund);
        // "total_fee" is there whenever return_code, result_code and trade_state are all SUCCESS
        if is_paid && get(&answer, "total_fee").is_empty() {
            return Err(Failure::Failed(Error::new(Code::AnswerMismatch).at("total_fee")));
        }
        let transaction_id = match get(&answer, "transaction_id") {
            "" => None,
            id if id.len() <= 32 => Some(id.to_owned()),
            _ => return Err(Failure::Failed(malformed("transaction_id is too long"))),
        };
        Ok(Found { trade_state, transaction_id })
    }
}

/// The core's reasons for not reading a state, in this backend's words.
fn untold(why: &wxpay_mini::Error, answer: &Fields) -> Failure {
    use wxpay_mini::Code as Why;
    let field = match (why.code(), why.field()) {
        (Why::QueryRefused, _) => return Failure::Refused(refusal(answer)),
        (Why::OtherAmount, _) | (_, "total") => "total_fee",
        (Why::OtherOrder, _) | (_, "outTradeNo") => "out_trade_no",
        _ => return Failure::Failed(malformed(&why.to_string())),
    };
    Failure::Failed(Error::new(Code::AnswerMismatch).at(field).because(why.to_string()))
}

fn refusal(answer: &Fields) -> Refusal {
    let text = |name| get(answer, name).to_owned();
    Refusal {
        return_code: text("return_code"),
        return_msg: text("return_msg"),
        result_code: text("result_code"),
        err_code: text("err_code"),
        err_code_des: text("err_code_des"),
    }
}

fn malformed(why: &str) -> Error {
    Error::new(Code::AnswerMalformed).because(why)
}

/// A field; empty and absent say the same in API v2.
fn get<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.get(name).map_or("", String::as_str)
}

fn value(fields: &Fields) -> Value {
    let object: serde_json::Map<String, serde_json::Value> =
        fields.iter().map(|(name, value)| (name.clone(), value.as_str().into())).collect();
    Value::from(serde_json::Value::Object(object))
}
