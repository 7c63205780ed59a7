//! What WeChat Pay tells by itself. The signature is looked at before anything else; then whose it is
//! and for how much; then it is kept, once. Only what is in the tables is acknowledged. Never here:
//! HTTP, signatures, tables.

use wxpay_mini::value::OutTradeNo;

use crate::database::Heard;
use crate::error::{Code, Error};
use crate::gateway::{Event, Failure, Found, Notification, RefundFound, Signed};
use crate::merchant::Parts;
use crate::order::Order;
use crate::refund::{Refund, was_given_up};
use crate::refund_status::RefundStatus;

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
                let order = order.ok_or_else(unknown)?;
                match self.database.refund(&out_refund_no)? {
                    Some(refund) => self.look_at_refund(&order, &refund),
                    // nothing is signed, so it is asked about before it is acknowledged
                    None => {
                        let told = v2.refund_called(&order, &out_refund_no);
                        let told = told.map_err(Failure::of_refund)?;
                        self.keep_elsewhere(&order, &told, Heard::Query)
                    }
                }
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
                    None => {
                        let told = v3.refunded_elsewhere(&inside, &order)?;
                        self.keep_elsewhere(&order, &told, Heard::Notification)
                    }
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
        if was_given_up(found, &kept) {
            return Err(Error::new(Code::AnswerMismatch).at("refund_status"));
        }
        Ok(())
    }

    /// A refund whose notification proves nothing: only a query can make sure of it. It is looked at in
    /// the next second.
    fn look_at_refund(&self, order: &Order, refund: &Refund) -> Result<(), Error> {
        match refund.status {
            _ if refund.out_trade_no != order.out_trade_no => {
                Err(Error::new(Code::AnswerMismatch).at("out_trade_no"))
            }
            // nobody looks at it any more, so it is looked at before it is acknowledged
            RefundStatus::Closed => {
                let found = self.gateways.of(order)?.query_refund(order, refund);
                self.settle_refund(refund, &found.map_err(Failure::of_refund)?, Heard::Query)
            }
            _ => self.database.hasten_refund(&refund.out_refund_no, self.clock.seconds()),
        }
    }
}

fn unknown() -> Error {
    Error::new(Code::NotifyUnknownOrder)
}
