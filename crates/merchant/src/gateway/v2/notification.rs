//! What `POST /notify/v2` brings, and the form of the reply
//! (pay.weixin.qq.com/doc/v2/merchant/4011937248, the page 退款结果通知 beside it).

use wxpay_mini::query::TradeState;
use wxpay_mini::value::{OutTradeNo, SignType};

use super::{ApiV2, Fields, get, malformed, message, xml};
use crate::error::{Code, Error};
use crate::gateway::{Failure, Found};
use crate::order::Order;

/// A message that was read. Nothing of it is believed yet.
pub(crate) enum Notification {
    Payment(Fields),
    /// What its seal holds. Nothing proves it: it is only a reason to ask WeChat Pay.
    Refund {
        out_trade_no: String,
        out_refund_no: String,
    },
}

impl Notification {
    /// The number of the order that it claims to be about.
    pub(crate) fn out_trade_no(&self) -> Option<OutTradeNo> {
        let text = match self {
            Self::Payment(fields) => get(fields, "out_trade_no"),
            Self::Refund { out_trade_no, .. } => out_trade_no,
        };
        OutTradeNo::parse(text).ok()
    }
}

impl ApiV2 {
    pub(crate) fn read(&self, body: &str) -> Result<Notification, Error> {
        let fields = xml::read(body).map_err(|why| malformed(&why))?;
        if get(&fields, "return_code") != "SUCCESS" {
            // says nothing of any order, and is not signed
            return Err(malformed("return_code is not SUCCESS"));
        }
        let Some(sealed) = fields.get("req_info") else { return Ok(Notification::Payment(fields)) };
        self.check_ours(&fields)?;
        let opened = self.seal.open(sealed).ok_or_else(|| Error::new(Code::NotifySealed))?;
        let inside = xml::read_as("root", &opened).map_err(|why| malformed(&why))?;
        let text = |name| get(&inside, name).to_owned();
        let (out_trade_no, out_refund_no) = (text("out_trade_no"), text("out_refund_no"));
        Ok(Notification::Refund { out_trade_no, out_refund_no })
    }

    /// Before the order is known: it is only a reason to ask, and the answer is held to the order's app.
    fn check_ours(&self, told: &Fields) -> Result<(), Error> {
        let mismatch = |name| Err(Error::new(Code::AnswerMismatch).at(name));
        match (get(told, "appid"), get(told, "mch_id")) {
            (app_id, _) if !self.app_ids.iter().any(|ours| ours == app_id) => mismatch("appid"),
            (_, mch_id) if mch_id != self.mch_id => mismatch("mch_id"),
            _ => Ok(()),
        }
    }

    /// Whether a payment notification is signed with the merchant's key by `sign_type`, the one that the
    /// order was made with: a message that chooses a weaker one for itself is refused, and so is one
    /// without a signature.
    pub(crate) fn check_signature(
        &self,
        fields: &Fields,
        sign_type: SignType,
    ) -> Result<(), Error> {
        let refused = |why: &str| Err(Error::new(Code::AnswerSignature).because(why));
        if get(fields, "sign").is_empty() {
            return refused("there is no sign");
        }
        if !matches!(get(fields, "sign_type"), "") && get(fields, "sign_type") != sign_type.as_str()
        {
            return refused("sign_type is not the one of the order");
        }
        match message::is_signed(fields, sign_type, &self.key) {
            true => Ok(()),
            false => refused("sign is wrong"),
        }
    }

    /// What signed fields say of `order`. A payment that failed changes nothing: the buyer may try again.
    pub(crate) fn paid(&self, fields: &Fields, order: &Order) -> Result<Found, Error> {
        self.check_account(fields, order)?;
        if get(fields, "result_code") != "SUCCESS" {
            return Ok(Found { trade_state: TradeState::NotPay, transaction_id: None });
        }
        // a notification has no trade_state: that it comes says so
        let mut told = fields.clone();
        told.insert("trade_state".into(), "SUCCESS".into());
        self.transaction(&told, order).map_err(Failure::of_query)
    }
}

/// What WeChat Pay is told: anything but SUCCESS makes it send the notification again.
pub(crate) fn reply(why_not: Option<&str>) -> String {
    let (code, message) = why_not.map_or(("SUCCESS", "OK"), |why| ("FAIL", why));
    xml::write(&Fields::from([
        ("return_code".into(), code.into()),
        ("return_msg".into(), message.into()),
    ]))
}
