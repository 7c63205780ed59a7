//! API v3: JSON, requests signed with the merchant's RSA key, answers with WeChat Pay's.
//! Sources: pay.weixin.qq.com/doc/v3/merchant/4012365342 (requests), 4013053249 and 4013053420 (answers).

mod authorization;
mod certificates;
mod notification;
mod platform_keys;
mod refund;
mod signed;
mod transaction;

pub(crate) use notification::Event;
pub(crate) use signed::Signed;

use serde_json::{Value, json};
use wxpay_mini::pair::Pair;
use wxpay_mini::request_payment::RequestPayment;
use wxpay_mini::value::{NonceStr, Package, PaySign, PrepayId, SignType};

use super::{Elsewhere, Failure, Found, Gateway, RefundFound};
use crate::beijing;
use crate::clock::Clock;
use crate::config::{AccountV3, Config};
use crate::error::{Code, Error, Refusal};
use crate::order::Order;
use crate::outgoing::{Outgoing, Reply};
use crate::random;
use crate::refund::Refund;
use platform_keys::PlatformKeys;

/// WeChat Pay over API v3.
pub(crate) struct ApiV3 {
    outgoing: Outgoing,
    mch_id: String,
    account: AccountV3,
    keys: PlatformKeys,
    clock: Clock,
}

impl ApiV3 {
    pub(crate) fn new(config: &Config, account: &AccountV3, clock: &Clock) -> Self {
        Self {
            outgoing: Outgoing::with(
                &config.gateway,
                config.patience,
                None,
                config.roots.as_deref(),
            ),
            mch_id: config.mch_id.clone(),
            keys: PlatformKeys::new(account.public_key.clone()),
            account: account.clone(),
            clock: clock.clone(),
        }
    }

    /// One signed question and its verified answer; `Null` where it has no body.
    fn call(&self, method: &str, url: &str, body: Option<&Value>) -> Result<Value, Failure> {
        let body = body.map(Value::to_string).unwrap_or_default();
        let reply = self.send(method, url, &body)?;
        let header = |name: &str| reply.headers.get(name)?.to_str().ok();
        let signed = Signed::read(header);
        let is_done = matches!(reply.status, 200 | 204);
        match &signed {
            Some(signed) => self.verify(signed, &reply.body).map_err(Failure::Failed)?,
            // an answer without one is nobody's; a refusal without one is told, and moves nothing
            None if is_done => {
                let why = "there is no Wechatpay-Signature";
                return Err(Failure::Failed(Error::new(Code::AnswerSignature).because(why)));
            }
            None => {}
        }
        if !is_done {
            let refusal = refusal(&reply);
            // by this number WeChat Pay's support finds the call (pay.weixin.qq.com/doc/v3/merchant/4012365342)
            let request_id: String =
                header("request-id").unwrap_or_default().chars().take(64).collect();
            tracing::info!(status = reply.status, code = refusal.err_code, request_id, "refused");
            // 202: accepted, ask again; 5xx without a code: whoever stands in front of WeChat Pay
            return Err(match (refusal.err_code.is_empty(), signed) {
                (true, _) => Failure::Unreachable(format!("HTTP {}", reply.status)),
                (false, Some(_)) => Failure::Refused(refusal),
                (false, None) => Failure::Unproven(refusal),
            });
        }
        if reply.body.is_empty() {
            return Ok(Value::Null);
        }
        serde_json::from_str(&reply.body).map_err(|_| Failure::Failed(malformed("it is not JSON")))
    }

    fn send(&self, method: &str, url: &str, body: &str) -> Result<Reply, Failure> {
        let nonce_str = NonceStr::from_random(random::bytes().map_err(Failure::Failed)?);
        let request = (method, url, body);
        let now = self.clock.seconds();
        let header =
            authorization::header(&self.account, &self.mch_id, request, now, nonce_str.as_str());
        let header = header.map_err(Failure::Failed)?;
        let mut headers = vec![("authorization", header.as_str())];
        // asks for answers that are signed with the public key
        // (pay.weixin.qq.com/doc/v3/merchant/4012154180)
        headers.extend(self.keys.public_key_id().map(|id| ("wechatpay-serial", id)));
        self.outgoing.send(method, url, &headers, body).map_err(|why| Failure::Unreachable(why.0))
    }

    /// Whether `body` is WeChat Pay's word, said just now.
    fn verify(&self, signed: &Signed, body: &str) -> Result<(), Error> {
        let refused = |why: &str| Err(Error::new(Code::AnswerSignature).because(why));
        let now = self.clock.seconds();
        if signed.is_probe() {
            return refused("a probe of WeChat Pay's: WECHATPAY/SIGNTEST/");
        }
        if !signed.is_recent(now) {
            return refused("Wechatpay-Timestamp is five minutes or more away from this clock");
        }
        let key = self.keys.key(&signed.serial, now, || self.fetch())?;
        if key.verify(signed.message(body).as_bytes(), &signed.signature) {
            Ok(())
        } else {
            refused("Wechatpay-Signature is wrong")
        }
    }

    fn path(&self, order: &Order, rest: &str) -> String {
        let number = escaped(order.out_trade_no.as_str());
        format!("/v3/pay/transactions/out-trade-no/{number}{rest}")
    }
}

impl Gateway for ApiV3 {
    fn order(&self, order: &Order) -> Result<PrepayId, Failure> {
        let mut body = json!({
            "appid": order.app_id.as_str(),
            "mchid": self.mch_id,
            "description": order.body,
            "out_trade_no": order.out_trade_no.as_str(),
            "notify_url": order.notify_url,
            "amount": { "total": order.total.get(), "currency": "CNY" },
            "payer": { "openid": order.openid },
        });
        if let Some(at) = order.expires_at {
            body["time_expire"] = beijing::rfc3339(at).into();
        }
        let answer = self.call("POST", "/v3/pay/transactions/jsapi", Some(&body))?;
        PrepayId::parse(answer["prepay_id"].as_str().unwrap_or_default())
            .map_err(|_| Failure::Failed(malformed("there is no prepay_id")))
    }

    /// Four lines, each with its line end (pay.weixin.qq.com/doc/v3/merchant/4012791898).
    fn sign(
        &self,
        order: &Order,
        pair: &Pair,
        prepay_id: &PrepayId,
    ) -> Result<RequestPayment, Error> {
        let internal = |why: wxpay_mini::Error| Error::new(Code::Internal).because(why.to_string());
        if order.sign_type != SignType::Rsa {
            return Err(Error::new(Code::Internal).because("API v3 signs with RSA alone"));
        }
        let package = Package::from(prepay_id);
        let app_id = order.app_id.as_str();
        let lines = [app_id, pair.time_stamp.as_str(), pair.nonce_str.as_str(), package.as_str()];
        let message: String = lines.iter().flat_map(|line| [*line, "\n"]).collect();
        let signature = self.account.private_key.sign(&message)?;
        Ok(RequestPayment {
            time_stamp: pair.time_stamp.clone(),
            nonce_str: pair.nonce_str.clone(),
            pay_sign: PaySign::parse(&signature, SignType::Rsa).map_err(internal)?,
            package,
            sign_type: SignType::Rsa,
        })
    }

    fn query(&self, order: &Order) -> Result<Found, Failure> {
        let answer = self.call("GET", &self.path(order, &format!("?mchid={}", self.mch_id)), None);
        match answer {
            Err(Failure::Refused(refusal)) if is_unknown(&refusal) => Ok(Found::nothing()),
            // that an order is not there means NOTPAY to its buyer, so it takes WeChat Pay's own word
            Err(Failure::Unproven(refusal)) if is_unknown(&refusal) => {
                let why = format!("nobody has signed {}", refusal.err_code);
                Err(Failure::Failed(Error::new(Code::AnswerSignature).because(why)))
            }
            answer => self.transaction(&answer?, order),
        }
    }

    fn close(&self, order: &Order) -> Result<(), Failure> {
        let body = json!({ "mchid": self.mch_id });
        self.call("POST", &self.path(order, "/close"), Some(&body)).map(|_| ())
    }

    fn refund(&self, order: &Order, refund: &Refund) -> Result<RefundFound, Failure> {
        self.send_refund(order, refund)
    }

    fn query_refund(&self, order: &Order, refund: &Refund) -> Result<RefundFound, Failure> {
        self.ask_refund(order, refund)
    }

    /// A refund is asked about by its own number alone (doc/v3/merchant/4012556562).
    fn refunds_of(&self, _: &Order) -> Result<Option<Vec<Result<Elsewhere, Error>>>, Failure> {
        Ok(None)
    }
}

/// A number of an order or a refund in a path: | and * are allowed in the one and not in the other.
fn escaped(number: &str) -> String {
    number.replace('|', "%7C").replace('*', "%2A")
}

/// `ORDER_NOT_EXIST` in the table of codes; the older spelling is seen too.
fn is_unknown(refusal: &Refusal) -> bool {
    matches!(refusal.err_code.as_str(), "ORDER_NOT_EXIST" | "ORDERNOTEXIST")
}

/// `{code, message}` by the names that API v2 has for them, so that clients read one.
fn refusal(reply: &Reply) -> Refusal {
    let mut refusal = refusal_of(&serde_json::from_str(&reply.body).unwrap_or(Value::Null));
    if refusal.err_code.is_empty() {
        refusal.return_msg = format!("HTTP {}", reply.status);
    }
    refusal
}

fn refusal_of(answer: &Value) -> Refusal {
    let text = |name: &str| answer[name].as_str().unwrap_or_default().to_owned();
    let (err_code, err_code_des) = (text("code"), text("message"));
    Refusal { result_code: "FAIL".into(), err_code, err_code_des, ..Refusal::default() }
}

fn malformed(why: &str) -> Error {
    Error::new(Code::AnswerMalformed).because(why)
}
