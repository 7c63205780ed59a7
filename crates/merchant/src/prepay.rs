//! Prepare a payment: a session of WeChat Pay for the order, and the second signature, over what the
//! client will hand to `wx.requestPayment`. Never here: HTTP, tables, XML.

use wxpay_mini::pair::Pair;
use wxpay_mini::query::TradeState;
use wxpay_mini::request_payment::RequestPayment;
use wxpay_mini::value::{NonceStr, OutTradeNo, PrepayId, TimeStamp};

use crate::error::{Code, Error, Refusal};
use crate::gateway::Failure;
use crate::merchant::Parts;
use crate::order::Order;
use crate::pursuit;
use crate::token::BuyerId;
use crate::trade_state;

/// A client's clock may differ from ours by this many seconds; beyond it, its pair is not signed.
const MOST_SKEW: u64 = 5 * 60;

/// The answer to "prepare this payment".
pub(crate) enum Prepared {
    /// Ready for the cashier.
    Payment { order: Order, payment: RequestPayment, pair: PairOf },
    /// Free or paid: no cashier is needed.
    NothingToPay { order: Order, trade_state: TradeState },
}

/// Whose `nonceStr` and `timeStamp` were signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PairOf {
    Client,
    Backend,
}

impl PairOf {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Backend => "backend",
        }
    }
}

impl Parts {
    /// Prepares `out_trade_no` for its buyer. `nonce_str` and `time_stamp`: as the client sent them.
    pub(crate) fn prepay(
        &self,
        buyer: &BuyerId,
        out_trade_no: &OutTradeNo,
        nonce_str: Option<&str>,
        time_stamp: Option<&str>,
    ) -> Result<Prepared, Error> {
        if let Err(wait) = self.prepays.take(buyer.as_str(), self.clock.millis()) {
            return Err(Error::new(Code::TooManyRequests).wait(wait));
        }
        let _turn = self.turns.take(out_trade_no);
        let order = self.order_of(buyer, out_trade_no)?;
        match order.trade_state {
            TradeState::Success | TradeState::Refund => {
                return Ok(Prepared::NothingToPay { trade_state: order.trade_state, order });
            }
            TradeState::Closed | TradeState::Revoked => return Err(closed()),
            // the worker closes it soon; until then it may have been paid in its last moments
            _ if order.has_expired(self.clock.seconds()) => return Err(closed()),
            _ => {}
        }
        let prepay_id = match self.session(&order) {
            Ok(prepay_id) => prepay_id,
            // no more than a reason to ask, so it needs no signature
            Err(Failure::Refused(refusal) | Failure::Unproven(refusal))
                if may_be_paid(&refusal) =>
            {
                return self.paid_already(order, refusal);
            }
            Err(failure) => return Err(failure.of_prepay()),
        };
        let (pair, of) = self.pair(nonce_str, time_stamp)?;
        let payment = self.gateways.of(&order)?.sign(&order, &pair, &prepay_id)?;
        Ok(Prepared::Payment { order, payment, pair: of })
    }

    /// The session of an earlier request while it lives, otherwise a new one.
    fn session(&self, order: &Order) -> Result<PrepayId, Failure> {
        let now = self.clock.seconds();
        if let Some(prepay_id) = order.live_prepay(now) {
            return Ok(prepay_id.clone());
        }
        let gateway = self.gateways.of(order).map_err(Failure::Failed)?;
        // before WeChat Pay knows of it: whatever happens from here on, somebody looks after it
        let watched = self.database.watch(&order.out_trade_no, pursuit::first_look(now));
        watched.map_err(Failure::Failed)?;
        let prepay_id = gateway.order(order)?;
        let kept = self.database.keep_prepay(&order.out_trade_no, &prepay_id, now);
        kept.map_err(Failure::Failed)?;
        Ok(prepay_id)
    }

    /// ORDERPAID is a word about money: it counts only when a query says the same.
    fn paid_already(&self, order: Order, refusal: Refusal) -> Result<Prepared, Error> {
        let trade_state = match self.ask(&order) {
            Ok(trade_state) => trade_state,
            // anything but ORDERPAID is a refusal first, and a reason to ask second
            Err(error) if refusal.err_code == "ORDERPAID" => return Err(error),
            Err(_) => return Err(Error::refused(Code::OrderRefused, refusal)),
        };
        match trade_state {
            TradeState::Success | TradeState::Refund => {
                Ok(Prepared::NothingToPay { order, trade_state })
            }
            TradeState::Closed | TradeState::Revoked => Err(closed()),
            state => Err(Error::refused(Code::OrderRefused, refusal).because(format!(
                "the prepay was refused; a query says {}",
                trade_state::text(state)
            ))),
        }
    }

    /// The client's pair where it can be signed, otherwise one of our own: no sale is lost to a phone
    /// without random numbers or with a wrong clock.
    fn pair(
        &self,
        nonce_str: Option<&str>,
        time_stamp: Option<&str>,
    ) -> Result<(Pair, PairOf), Error> {
        let nonce_str = nonce_str.and_then(|text| NonceStr::parse(text).ok());
        let time_stamp = time_stamp.and_then(|text| TimeStamp::parse(text).ok());
        if let (Some(nonce_str), Some(time_stamp)) = (nonce_str, time_stamp)
            && time_stamp.seconds().abs_diff(self.clock.seconds()) <= MOST_SKEW
        {
            return Ok((Pair { nonce_str, time_stamp }, PairOf::Client));
        }
        let pair = Pair::generate(self.clock.millis()).map_err(|error| internal(&error))?;
        Ok((pair, PairOf::Backend))
    }
}

/// `ORDERPAID` in API v2. API v3 spells it in more than one way, and says of an order that ended only
/// that its parameters or its number are wrong; so a query has the word.
fn may_be_paid(refusal: &Refusal) -> bool {
    matches!(
        refusal.err_code.as_str(),
        "ORDERPAID" | "ORDER_PAID" | "OUT_TRADE_NO_USED" | "INVALID_REQUEST" | "ORDER_CLOSED"
    )
}

/// Says it in WeChat Pay's words too, for clients that know only those.
fn closed() -> Error {
    let (result_code, err_code) = ("FAIL".into(), "ORDERCLOSED".into());
    Error::refused(Code::OrderClosed, Refusal { result_code, err_code, ..Refusal::default() })
}

fn internal(error: &wxpay_mini::Error) -> Error {
    Error::new(Code::Internal).because(error.to_string())
}
