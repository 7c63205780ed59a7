//! What did not arrive is fetched: orders without a notification are asked about, orders that expired
//! are closed, refunds are brought to their end. What is due is in the tables and time comes from the
//! backend's clock, so a restart forgets nothing. Never here: tables, what WeChat Pay is sent.

use wxpay_mini::query::TradeState;

use crate::database::{Due, Heard};
use crate::error::{Code, Error};
use crate::gateway::{Failure, Found};
use crate::merchant::{Merchant, Parts};
use crate::order::Order;
use crate::refund::Refund;
use crate::refund_status::RefundStatus;
use crate::trade_state;

/// Seconds from one query to the next: "5秒/30秒/1分钟/3分钟/5分钟/10分钟/30分钟"
/// (pay.weixin.qq.com/doc/v3/merchant/4012075249). After the last the interval stays.
const PLAN: [u64; 7] = [5, 30, 60, 180, 300, 600, 1800];
/// A refund is asked about, or for again, at least a minute later; it may take days.
const REFUND_PLAN: [u64; 6] = [60, 60, 300, 600, 1800, 3600];
/// WeChat Pay closes unpaid orders itself after seven days, so this is the end of those without one.
const LONGEST: u64 = 7 * 24 * 60 * 60;
/// "订单生成后不能马上调用关单接口，最短调用时间间隔为5分钟" (pay.weixin.qq.com/doc/v2/merchant, 关闭订单).
const BEFORE_CLOSE: u64 = 5 * 60;
/// One pass does not take more than this; what is left is due in the next.
const MOST: u32 = 20;

/// What one pass has done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pursued {
    /// Orders that were asked about.
    pub asked: u32,
    /// Orders that turned out to be paid.
    pub paid: u32,
    /// Orders that were closed.
    pub closed: u32,
    /// Refunds that were asked about or asked for.
    pub refunds: u32,
    /// What could not be done this time and will be tried again.
    pub failed: u32,
}

/// When an order is looked at for the first time after it was handed to a buyer.
pub(crate) fn first_look(now: u64) -> u64 {
    now.saturating_add(PLAN[0])
}

impl Merchant {
    /// Looks once at everything that is due now. The server does this every second; call it in tests,
    /// or from a clock of your own. Blocks while WeChat Pay is asked.
    ///
    /// # Errors
    /// The database cannot be used. What WeChat Pay refuses is logged and tried again.
    pub fn pursue(&self) -> Result<Pursued, Error> {
        self.pursue_while(&|| true)
    }

    pub(crate) fn pursue_while(&self, goes_on: &dyn Fn() -> bool) -> Result<Pursued, Error> {
        let parts = self.parts();
        let mut pursued = Pursued::default();
        let now = parts.clock.seconds();
        for due in parts.database.due_orders(now, MOST)? {
            if !goes_on() {
                return Ok(pursued);
            }
            parts.pursue_order(&due, &mut pursued)?;
        }
        for due in parts.database.due_refunds(now, MOST)? {
            if !goes_on() {
                return Ok(pursued);
            }
            parts.pursue_due_refund(&due, &mut pursued)?;
        }
        Ok(pursued)
    }
}

impl Parts {
    fn pursue_order(&self, due: &Due<Order>, pursued: &mut Pursued) -> Result<(), Error> {
        let order = &due.what;
        pursued.asked += 1;
        let told = self.told(order);
        let state = match &told {
            Ok((_, state)) => Some(*state),
            Err(error) => {
                pursued.failed += 1;
                log(order, error, "an order could not be asked about");
                None
            }
        };
        let now = self.clock.seconds();
        if state.is_some_and(trade_state::is_final) {
            let is_paid = matches!(state, Some(TradeState::Success | TradeState::Refund));
            pursued.paid += u32::from(is_paid);
            // only one whose refunds are not all known is still due
            return self.database.postpone(&order.out_trade_no, next_look(order, due.asked, now));
        }
        if let Ok((found, _)) = &told
            && now >= closes_at(order)
        {
            match self.close(order, found) {
                Ok(()) => {
                    pursued.closed += 1;
                    return Ok(());
                }
                Err(error) => {
                    pursued.failed += 1;
                    log(order, &error, "an order could not be closed");
                }
            }
        }
        self.database.postpone(&order.out_trade_no, next_look(order, due.asked, now))
    }

    /// Closes an order that nobody can pay any more. One that WeChat Pay has never heard of ends here
    /// alone; that it has forgotten one which it prepared is not believed, for as long as it keeps them.
    fn close(&self, order: &Order, found: &Found) -> Result<(), Error> {
        let was_heard_of = order.prepay.is_some()
            && self.clock.seconds() < order.created_at.saturating_add(LONGEST);
        match found.trade_state {
            TradeState::NotFound if was_heard_of => {
                let why = "WeChat Pay has prepared this order and knows nothing of it";
                return Err(Error::new(Code::AnswerMismatch).at("trade_state").because(why));
            }
            TradeState::NotFound => {}
            // refused: paid in this moment, perhaps; the next query tells
            _ => self.gateways.of(order)?.close(order).map_err(Failure::of_close)?,
        }
        let closed = Found { trade_state: TradeState::Closed, transaction_id: None };
        let now = self.clock.seconds();
        self.database.settle(&order.out_trade_no, &closed, Heard::Query, now)?;
        tracing::info!(out_trade_no = order.out_trade_no.as_str(), "expired, closed");
        Ok(())
    }

    fn pursue_due_refund(&self, due: &Due<Refund>, pursued: &mut Pursued) -> Result<(), Error> {
        let refund = &due.what;
        pursued.refunds += 1;
        let status = match self.database.any_order(&refund.out_trade_no)? {
            None => refund.status,
            Some(order) => match self.pursue_refund(&order, refund) {
                Ok(after) => after.status,
                Err(error) => {
                    pursued.failed += 1;
                    log(&order, &error, "a refund could not be brought forward");
                    refund.status
                }
            },
        };
        // an operator has to do something first: once an hour is enough
        let step =
            if status == RefundStatus::Abnormal { REFUND_PLAN.len() } else { due.asked as usize };
        let wait = REFUND_PLAN.get(step).unwrap_or(&REFUND_PLAN[REFUND_PLAN.len() - 1]);
        let due_at = self.clock.seconds().saturating_add(*wait);
        self.database.postpone_refund(&refund.out_refund_no, due_at)
    }
}

/// When an order may be closed: after its end, and not within five minutes of a prepay.
fn closes_at(order: &Order) -> u64 {
    let end = order.expires_at.unwrap_or_else(|| order.created_at.saturating_add(LONGEST));
    let prepared =
        order.prepay.as_ref().map_or(0, |prepay| prepay.made_at.saturating_add(BEFORE_CLOSE));
    end.max(prepared)
}

fn next_look(order: &Order, asked: u32, now: u64) -> u64 {
    let step = (asked as usize + 1).min(PLAN.len() - 1);
    let next = now.saturating_add(PLAN[step]);
    let end = closes_at(order);
    // not long after its end, so that it is closed then; but no order is asked about more often
    if end > now { next.min(end.max(now.saturating_add(PLAN[0]))) } else { next }
}

fn log(order: &Order, error: &Error, what: &str) {
    let (code, cause) = (error.code().as_str(), error.cause());
    let message = error.message(wxpay_mini::Lang::En);
    tracing::warn!(out_trade_no = order.out_trade_no.as_str(), code, cause, "{what}: {message}");
}
