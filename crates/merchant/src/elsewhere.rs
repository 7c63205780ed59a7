//! Refunds that this backend did not ask for: somebody at the merchant console (商户平台) did. The money has gone,
//! so they are written down, once. Never here: tables, HTTP, what WeChat Pay is asked.

use crate::database::Heard;
use crate::error::Error;
use crate::gateway::Elsewhere;
use crate::merchant::Parts;
use crate::order::Order;
use crate::refund::was_given_up;

impl Parts {
    /// Keeps a refund that this backend did not ask for: made at the merchant console, most likely.
    pub(crate) fn keep_elsewhere(
        &self,
        order: &Order,
        told: &Elsewhere,
        heard: Heard,
    ) -> Result<(), Error> {
        let now = self.clock.seconds();
        let (refund, is_new) = self.database.keep_elsewhere(order, told, heard, now)?;
        if is_new {
            tracing::warn!(
                out_trade_no = order.out_trade_no.as_str(),
                out_refund_no = refund.out_refund_no,
                amount = refund.amount.get(),
                status = refund.status.text(),
                "a refund that this backend did not ask for"
            );
        }
        was_given_up(&told.found, &refund);
        if order.transaction_id.is_none() {
            // its payment was not heard of either
            self.database.hasten(&order.out_trade_no, now)?;
        }
        Ok(())
    }

    /// An order has turned to REFUND: the refunds that WeChat Pay has of it, those from elsewhere too.
    /// Until all are entered the order stays due.
    pub(crate) fn look_for_refunds(&self, order: &Order) -> Result<(), Error> {
        let number = &order.out_trade_no;
        match self.gateways.of(order)?.refunds_of(order) {
            Ok(Some(refunds)) => {
                let mut outcome = Ok(());
                // one that cannot be read or is not believed keeps no other out
                for told in refunds {
                    let kept =
                        told.and_then(|told| self.keep_elsewhere(order, &told, Heard::Query));
                    outcome = outcome.and(kept);
                }
                outcome?;
            }
            Ok(None) if self.database.has_refunds(number)? => {}
            Ok(None) => tracing::error!(
                out_trade_no = number.as_str(),
                "WeChat Pay says REFUND and no refund is known: API v3 has no list of them, so it waits \
                 for the notification; compare with the merchant console"
            ),
            Err(failure) => {
                let why = failure.of_refund();
                tracing::warn!(out_trade_no = number.as_str(), "its refunds are not known: {why}");
                return Ok(());
            }
        }
        self.database.refunds_are_entered(number)
    }
}
