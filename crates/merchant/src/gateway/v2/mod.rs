//! API v2: what each call is sent, and what is taken from its answer.
//! Sources: pay.weixin.qq.com/doc/v2/merchant/4011940985 (unified order), the pages 查询订单, 关闭订单,
//! 申请退款 and 查询退款 beside it.

mod message;
mod notification;
mod refund;
mod xml;

pub(crate) use notification::{Notification, reply};

use std::collections::BTreeMap;

use wxpay_mini::pair::Pair;
use wxpay_mini::query::{self, Asked, TradeState};
use wxpay_mini::request_payment::RequestPayment;
use wxpay_mini::sign::{ApiV2Key, sign_payment, signer};
use wxpay_mini::untrusted::{Arena, Value};
use wxpay_mini::value::{Package, PrepayId};

use super::{Elsewhere, Failure, Found, Gateway, RefundFound, untold};
use crate::beijing;
use crate::config::{AccountV2, Config, is_loopback};
use crate::error::{Code, Error, Refusal};
use crate::keys::RefundSeal;
use crate::order::Order;
use crate::outgoing::Outgoing;
use crate::refund::Refund;

/// The fields of a message by name. Every value is text.
pub(crate) type Fields = BTreeMap<String, String>;

/// WeChat Pay over API v2.
pub(crate) struct ApiV2 {
    outgoing: Outgoing,
    /// The way that refunds take; none without a client certificate, which WeChat Pay wants there.
    refunds: Option<Outgoing>,
    app_ids: [String; 2],
    mch_id: String,
    key: ApiV2Key,
    seal: RefundSeal,
}

impl ApiV2 {
    pub(crate) fn new(config: &Config, account: &AccountV2) -> Self {
        let (gateway, patience) = (&config.gateway, config.patience);
        let way =
            |certificate| Outgoing::with(gateway, patience, certificate, config.roots.as_deref());
        let certificate = config.client_certificate.as_ref();
        // a sandbox on this machine speaks without TLS, so nobody can be asked for a certificate
        let may_refund = certificate.is_some() || is_loopback(gateway);
        Self {
            outgoing: way(None),
            refunds: may_refund.then(|| way(certificate)),
            app_ids: config.apps.ids(),
            mch_id: config.mch_id.clone(),
            key: account.key.clone(),
            seal: account.seal.clone(),
        }
    }

    /// One signed question about `order` and its answer, verified but for what only the caller knows.
    fn call(&self, path: &str, order: &Order, mut fields: Fields) -> Result<Fields, Failure> {
        fields.insert("out_trade_no".into(), order.out_trade_no.as_str().into());
        self.exchange(&self.outgoing, path, order, fields)
    }

    fn exchange(
        &self,
        outgoing: &Outgoing,
        path: &str,
        order: &Order,
        mut fields: Fields,
    ) -> Result<Fields, Failure> {
        for (name, value) in [
            ("appid", order.app_id.as_str()),
            ("mch_id", &self.mch_id),
            ("sign_type", order.sign_type.as_str()),
        ] {
            fields.insert(name.into(), value.into());
        }
        message::sign(&mut fields, order.sign_type, &self.key).map_err(Failure::Failed)?;
        let answer = outgoing.post_xml(path, &xml::write(&fields));
        let answer = answer.map_err(|why| Failure::Unreachable(why.0))?;
        let answer = xml::read(&answer).map_err(|why| Failure::Failed(malformed(&why)))?;
        self.verify(order, answer)
    }

    /// WeChat's own order of things: return_code (an answer with FAIL is not signed), the signature,
    /// then whose answer it is. result_code is left to the caller.
    fn verify(&self, order: &Order, answer: Fields) -> Result<Fields, Failure> {
        if get(&answer, "return_code") != "SUCCESS" {
            return Err(match get(&answer, "return_code") {
                "FAIL" => Failure::Unproven(unsigned(&answer)),
                _ => Failure::Failed(malformed("there is no return_code")),
            });
        }
        // by the algorithm that was sent: answers to HMAC-SHA256 carry no sign_type, and one that says
        // MD5 would be a downgrade
        if !message::is_signed(&answer, order.sign_type, &self.key) {
            return Err(Failure::Failed(Error::new(Code::AnswerSignature)));
        }
        self.check_account(&answer, order).map_err(Failure::Failed)?;
        Ok(answer)
    }

    fn check_account(&self, told: &Fields, order: &Order) -> Result<(), Error> {
        for (name, ours) in [("appid", order.app_id.as_str()), ("mch_id", &self.mch_id)] {
            if get(told, name) != ours {
                return Err(Error::new(Code::AnswerMismatch).at(name));
            }
        }
        Ok(())
    }

    /// The state that signed fields tell of `order`, compared with it.
    fn transaction(&self, told: &Fields, order: &Order) -> Result<Found, Failure> {
        let asked = Asked {
            order_key: order.out_trade_no.as_str(),
            out_trade_no: Some(&order.out_trade_no),
            total: Some(order.total),
        };
        let arena = Arena::new();
        let raw = arena.keep(value(told));
        let trade_state = query::read(raw, asked).map_err(|why| untold(&why, refusal(told)))?;
        let mismatch = |name| Err(Failure::Failed(Error::new(Code::AnswerMismatch).at(name)));
        let is_paid = matches!(trade_state, TradeState::Success | TradeState::Refund);
        // both are there whenever return_code, result_code and trade_state are all SUCCESS
        for name in ["total_fee", "transaction_id"] {
            if is_paid && get(told, name).is_empty() {
                return mismatch(name);
            }
        }
        if !matches!(get(told, "fee_type"), "" | "CNY") {
            return mismatch("fee_type");
        }
        let transaction_id = match get(told, "transaction_id") {
            "" => None,
            id if id.len() <= 32 => Some(id.to_owned()),
            _ => return Err(Failure::Failed(malformed("transaction_id is too long"))),
        };
        Ok(Found { trade_state, transaction_id })
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
        let mut fields =
            Fields::from(fields.map(|(name, value)| (name.to_owned(), value.to_owned())));
        if let Some(at) = order.expires_at {
            fields.insert("time_expire".into(), beijing::digits(at));
        }
        let answer = self.call("/pay/unifiedorder", order, fields)?;
        if get(&answer, "result_code") != "SUCCESS" {
            return Err(Failure::Refused(refusal(&answer)));
        }
        PrepayId::parse(get(&answer, "prepay_id"))
            .map_err(|_| Failure::Failed(malformed("there is no prepay_id")))
    }

    /// signType must be the one of the order, whatever is configured now
    /// (pay.weixin.qq.com/doc/v2/merchant/4011939566).
    fn sign(
        &self,
        order: &Order,
        pair: &Pair,
        prepay_id: &PrepayId,
    ) -> Result<RequestPayment, Error> {
        let internal = |why: String| Error::new(Code::Internal).because(why);
        let signer = signer(order.sign_type, self.key.clone())
            .ok_or_else(|| internal("API v2 does not sign with RSA".into()))?;
        let package = Package::from(prepay_id);
        sign_payment(&order.app_id, pair, package, order.sign_type, signer.as_ref())
            .map_err(|error| internal(error.to_string()))
    }

    fn query(&self, order: &Order) -> Result<Found, Failure> {
        let answer = self.call("/pay/orderquery", order, Fields::new())?;
        self.transaction(&answer, order)
    }

    fn close(&self, order: &Order) -> Result<(), Failure> {
        let answer = self.call("/pay/closeorder", order, Fields::new())?;
        match (get(&answer, "result_code"), get(&answer, "err_code")) {
            ("SUCCESS", _) | (_, "ORDERCLOSED") => Ok(()),
            _ => Err(Failure::Refused(refusal(&answer))),
        }
    }

    fn can_refund(&self) -> Result<(), Error> {
        self.refunding().map(|_| ())
    }

    fn refund(&self, order: &Order, refund: &Refund) -> Result<RefundFound, Failure> {
        self.send_refund(order, refund)
    }

    fn query_refund(&self, order: &Order, refund: &Refund) -> Result<RefundFound, Failure> {
        self.ask_refund(order, refund)
    }

    fn refunds_of(&self, order: &Order) -> Result<Option<Vec<Result<Elsewhere, Error>>>, Failure> {
        self.list_refunds(order).map(Some)
    }
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

/// Beside `return_code` FAIL there is `return_msg` and no more; a code of the business would be nobody's.
fn unsigned(answer: &Fields) -> Refusal {
    let Refusal { return_code, return_msg, .. } = refusal(answer);
    Refusal { return_code, return_msg, ..Refusal::default() }
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
