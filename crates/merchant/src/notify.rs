//! What WeChat Pay tells by itself. The signature is looked at before anything else; then whose it is
//! and for how much; then it is kept, once. Only what is in the tables is acknowledged. Never here:
//! HTTP, signatures, tables.

use wxpay_mini::value::OutTradeNo;

use crate::database::Heard;
use crate::error::{Code, Error};
use crate::gateway::{Event, Failure, Found, Notification, RefundFound, Signed};
use crate::merchant::Parts;
use crate::order::Order;
use crate::refund::{Refund, RefundStatus};

impl Parts {
    /// A notification of API v2, as it came.
    pub(crate) fn notify_v2(&self, body: &str) -> Result<(), Error> {
        let v2 = self.gateways.v2.as_ref();
        let v2 = v2.ok_or_else(|| Error::new(Code::ApiNotConfigured).at("WXPAY_API_V2_KEY"))?;
        let notification = v2.read(body)?;
        let number = notification.out_trade_no();
        let order = number.map(|number| self.database.any_order(&number)).transpose()?.flatten();
        match notification {
            Notification::Payment(fields) => {
                // by the algorithm of the order; an order that is not here is judged before it is missed
                let sign_type =
                    order.as_ref().map_or(self.config.sign_type, |order| order.sign_type);
                v2.check_signature(&fields, sign_type)?;
                let order = order.ok_or_else(unknown)?;
                self.settle(&order, &v2.paid(&fields, &order)?)
            }
            Notification::Refund { out_refund_no, .. } => {
                self.look_at_refund(&order.ok_or_else(unknown)?, &out_refund_no)
            }
        }
    }

    /// A notification of API v3, as it came.
    pub(crate) fn notify_v3(&self, signed: Option<&Signed>, body: &str) -> Result<(), Error> {
        let v3 = self.gateways.v3.as_ref();
        let v3 = v3.ok_or_else(|| Error::new(Code::ApiNotConfigured).at("WXPAY_API_V3_KEY"))?;
        let missing = "a header of the signature is missing";
        let missing = || Error::new(Code::AnswerSignature).because(missing);
        let event = v3.open(signed.ok_or_else(missing)?, body)?;
        let order_of = |inside: &serde_json::Value| -> Result<Order, Error> {
            let number = inside["out_trade_no"].as_str().unwrap_or_default();
            let number = OutTradeNo::parse(number).map_err(|_| unknown())?;
            self.database.any_order(&number)?.ok_or_else(unknown)
        };
        match event {
            Event::Paid(inside) => {
                let order = order_of(&inside)?;
                self.settle(&order, &v3.paid(&inside, &order)?)
            }
            Event::Refund(inside) => {
                let order = order_of(&inside)?;
                let number = inside["out_refund_no"].as_str().unwrap_or_default();
                match self.database.refund(number)? {
                    Some(refund) => {
                        let found = v3.refunded(&inside, &order, &refund)?;
                        self.settle_refund(&refund, &found, Heard::Notification)
                    }
                    None => self.look_at_refund(&order, number),
                }
            }
            Event::Other(event_type) => {
                tracing::info!(?event_type, "a notification that nobody here waits for");
                Ok(())
            }
        }
    }

    fn settle(&self, order: &Order, found: &Found) -> Result<(), Error> {
        self.keep(order, found, Heard::Notification).map(|_| ())
    }

    fn settle_refund(&self, refund: &Refund, found: &RefundFound, by: Heard) -> Result<(), Error> {
        let kept = self.keep_refund(refund, found, by)?;
        if found.status == RefundStatus::Success && kept.status != RefundStatus::Success {
            tracing::error!(
                out_refund_no = refund.out_refund_no,
                "WeChat Pay has given money back for a refund that was given up; settle it by hand"
            );
            return Err(Error::new(Code::AnswerMismatch).at("refund_status"));
        }
        Ok(())
    }

    /// A refund that only a query can make sure of: one whose notification proves nothing, or one that
    /// was made at the merchant console. It is looked at in the next second.
    fn look_at_refund(&self, order: &Order, out_refund_no: &str) -> Result<(), Error> {
        let now = self.clock.seconds();
        match self.database.refund(out_refund_no)? {
            Some(refund) if refund.out_trade_no != order.out_trade_no => {
                self.database.hasten(&order.out_trade_no, now)
            }
            // nobody looks at it any more, so it is looked at before it is acknowledged
            Some(refund) if refund.status == RefundStatus::Closed => {
                let found = self.gateways.of(order)?.query_refund(order, &refund);
                self.settle_refund(&refund, &found.map_err(Failure::of_refund)?, Heard::Query)
            }
            Some(_) => self.database.hasten_refund(out_refund_no, now),
            None => self.database.hasten(&order.out_trade_no, now),
        }
    }
}

fn unknown() -> Error {
    Error::new(Code::NotifyUnknownOrder)
}
