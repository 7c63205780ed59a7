//! What became of an order: the table's word where it is final, WeChat Pay's otherwise. When WeChat
//! Pay cannot be asked, that is said; nothing is guessed.

use wxpay_mini::query::TradeState;
use wxpay_mini::value::OutTradeNo;

use crate::database::Heard;
use crate::error::{Code, Error};
use crate::gateway::{Failure, Found};
use crate::merchant::Parts;
use crate::order::Order;
use crate::token::BuyerId;
use crate::trade_state;

impl Parts {
    /// A buyer's order as the table has it. Another buyer's is not found, as if it were not there.
    pub(crate) fn order_of(
        &self,
        buyer: &BuyerId,
        out_trade_no: &OutTradeNo,
    ) -> Result<Order, Error> {
        self.database.order(buyer, out_trade_no)?.ok_or_else(|| Error::new(Code::OrderNotFound))
    }

    /// A buyer's order with the state that holds now.
    pub(crate) fn query(&self, buyer: &BuyerId, out_trade_no: &OutTradeNo) -> Result<Order, Error> {
        let order = self.order_of(buyer, out_trade_no)?;
        if trade_state::is_final(order.trade_state) {
            return Ok(order);
        }
        self.ask(&order)?;
        // read again: another request may have moved it further meanwhile
        self.order_of(buyer, out_trade_no)
    }

    /// Asks WeChat Pay and keeps what it says; gives the state that the table has afterwards.
    pub(crate) fn ask(&self, order: &Order) -> Result<TradeState, Error> {
        self.told(order).map(|(_, state)| state)
    }

    /// The same, with what WeChat Pay has said.
    pub(crate) fn told(&self, order: &Order) -> Result<(Found, TradeState), Error> {
        let found = self.gateways.of(order)?.query(order).map_err(Failure::of_query)?;
        let kept = self.keep(order, &found, Heard::Query)?;
        if found.trade_state == TradeState::Refund {
            self.look_for_refunds(order)?;
        }
        Ok((found, kept))
    }

    /// Keeps what WeChat Pay has said of an order, and tells the log what is new about it.
    pub(crate) fn keep(
        &self,
        order: &Order,
        found: &Found,
        heard: Heard,
    ) -> Result<TradeState, Error> {
        let number = &order.out_trade_no;
        let kept = self.database.settle(number, found, heard, self.clock.seconds())?;
        let (state, told) = (trade_state::text(kept.state), trade_state::text(found.trade_state));
        if trade_state::is_paid(found.trade_state) && !trade_state::is_paid(kept.state) {
            tracing::error!(
                out_trade_no = number.as_str(),
                state,
                "WeChat Pay has taken money for an order that has ended; it is in the ledger, give it back"
            );
        } else if kept.is_new {
            tracing::info!(out_trade_no = number.as_str(), state, by = ?heard, "settled");
        } else if state != told {
            tracing::warn!(
                out_trade_no = number.as_str(),
                kept = state,
                told,
                "WeChat Pay tells an order back; the table keeps its state"
            );
        }
        Ok(kept.state)
    }
}
