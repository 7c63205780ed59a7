//! What `POST /notify/v3` brings: the signature first, then the seal, then what is inside
//! (pay.weixin.qq.com/doc/v3/merchant/4012791836).

use serde_json::Value;

use super::{ApiV3, Signed, malformed, refund};
use crate::error::{Code, Error};
use crate::gateway::{Elsewhere, Failure, Found, RefundFound};
use crate::order::Order;
use crate::refund::Refund;

/// A notification that is WeChat Pay's, opened. Whose order it is about is not looked at yet.
pub(crate) enum Event {
    Paid(Value),
    Refund(Value),
    /// Another kind, which this backend has no use for.
    Other(String),
}

impl ApiV3 {
    /// Opens a notification as it came.
    pub(crate) fn open(&self, signed: &Signed, body: &str) -> Result<Event, Error> {
        self.verify(signed, body)?;
        let envelope: Value =
            serde_json::from_str(body).map_err(|_| malformed("the body is not JSON"))?;
        let event_type = envelope["event_type"].as_str().unwrap_or_default();
        let resource = &envelope["resource"];
        let text = |name: &str| resource[name].as_str().unwrap_or_default();
        if text("algorithm") != "AEAD_AES_256_GCM" {
            return Err(malformed("resource.algorithm is not AEAD_AES_256_GCM"));
        }
        let (nonce, aad) = (text("nonce"), text("associated_data"));
        let opened = self.account.key.open(nonce, aad, text("ciphertext"));
        // signed by WeChat Pay and sealed with another key: the APIv3 key is not the merchant's
        let opened = opened.ok_or_else(|| Error::new(Code::NotifySealed))?;
        let inside: Value =
            serde_json::from_slice(&opened).map_err(|_| malformed("resource is not JSON"))?;
        Ok(match event_type {
            "TRANSACTION.SUCCESS" => Event::Paid(inside),
            "REFUND.SUCCESS" | "REFUND.ABNORMAL" | "REFUND.CLOSED" => Event::Refund(inside),
            other => Event::Other(other.chars().take(64).collect()),
        })
    }

    /// What an opened notification says of `order`.
    pub(crate) fn paid(&self, inside: &Value, order: &Order) -> Result<Found, Error> {
        self.transaction(inside, order).map_err(Failure::of_query)
    }

    /// What an opened notification says of `refund`.
    pub(crate) fn refunded(
        &self,
        inside: &Value,
        order: &Order,
        refund: &Refund,
    ) -> Result<RefundFound, Error> {
        self.check_mchid(inside)?;
        refund::read(inside, order, refund).map_err(Failure::of_refund)
    }

    /// What an opened notification says of a refund of `order` that this backend did not ask for.
    pub(crate) fn refunded_elsewhere(
        &self,
        inside: &Value,
        order: &Order,
    ) -> Result<Elsewhere, Error> {
        self.check_mchid(inside)?;
        refund::read_elsewhere(inside, order).map_err(Failure::of_refund)
    }

    fn check_mchid(&self, inside: &Value) -> Result<(), Error> {
        match inside["mchid"].as_str() == Some(&self.mch_id) {
            true => Ok(()),
            false => Err(Error::new(Code::AnswerMismatch).at("mchid")),
        }
    }
}
