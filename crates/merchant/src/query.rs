//! What became of an order: the table's word where it is final, WeChat Pay's otherwise. When WeChat
//! Pay cannot be asked, that is said; nothing is guessed.

use wxpay_mini::query::TradeState;
use wxpay_mini::value::OutTradeNo;

use crate::error::{Code, Error};
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
        let found = self.gateway.query(order).map_err(|failure| failure.of_query())?;
        let state = match found.trade_state {
            // "该API只能查提交支付交易返回成功的订单": there is nothing to pay by yet
            TradeState::NotFound => TradeState::NotPay,
            state => state,
        };
        let number = &order.out_trade_no;
        let kept = self.database.move_to(number, state, found.transaction_id.as_deref())?;
        if kept != state {
            tracing::warn!(
                out_trade_no = number.as_str(),
                kept = trade_state::text(kept),
                told = trade_state::text(state),
                "WeChat Pay tells an order back; the table keeps its state"
            );
        }
        Ok(kept)
    }
}
