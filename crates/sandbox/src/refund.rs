//! One refund as WeChat Pay keeps it, and when it is refused. Never here: how it is asked for, on the
//! wire, and how it is told.

use serde::{Deserialize, Serialize};

use crate::order::{Order, TradeState};
use crate::random;
use crate::{clock, settings::RefundEnd};

/// A refund is being worked on for so long, by the sandbox's clock. The real one takes seconds to
/// days, by the buyer's means of payment.
const TAKES: u64 = 3;

/// A year (pay.weixin.qq.com/doc/v3/merchant/4012791903).
const LONGEST: u64 = 366 * 24 * 3600;

/// Of one order (same source).
const MOST: usize = 50;

/// What a merchant asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Wanted {
    pub(crate) out_refund_no: String,
    /// In fen.
    pub(crate) amount: u32,
    /// What the merchant says that the order cost.
    pub(crate) total: u32,
    pub(crate) reason: String,
    pub(crate) notify_url: String,
    /// Somebody gives it back at the merchant console (商户平台), not the backend.
    #[serde(default)]
    pub(crate) at_console: bool,
}

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Refund {
    pub(crate) wanted: Wanted,
    pub(crate) refund_id: String,
    pub(crate) out_trade_no: String,
    pub(crate) transaction_id: String,
    pub(crate) made_at: u64,
    pub(crate) ends_at: u64,
    ends: RefundEnd,
}

/// Why there is no refund.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoRefund {
    NoOrder,
    NotPaid,
    /// The order's total is another, or the number was used for another refund.
    Mismatch,
    /// Everything went back already.
    Exhausted,
    /// More than is left.
    TooMuch,
    TooMany,
    TooLate,
}

impl Refund {
    pub(crate) fn new(order: &Order, wanted: Wanted, ends: RefundEnd, now: u64) -> Self {
        // 29 digits: 5030, 7 digits, the day, ten digits, as in 50300000000201711160711423...
        let day = clock::beijing(now).get(..8).unwrap_or_default().to_owned();
        let refund_id = format!("5030{}{day}{}", random::digits(7), random::digits(10));
        let transaction_id = order
            .payment
            .as_ref()
            .map_or_else(String::new, |payment| payment.transaction_id.clone());
        let out_trade_no = order.out_trade_no().to_owned();
        Self {
            wanted,
            refund_id,
            out_trade_no,
            transaction_id,
            made_at: now,
            ends_at: now + TAKES,
            ends,
        }
    }

    /// `None` while it is worked on.
    pub(crate) fn ended(&self, now: u64) -> Option<RefundEnd> {
        (now >= self.ends_at).then_some(self.ends)
    }

    pub(crate) fn ends(&self) -> RefundEnd {
        self.ends
    }

    /// Whether its money counts as gone.
    pub(crate) fn counts(&self, now: u64) -> bool {
        self.ended(now) != Some(RefundEnd::Closed)
    }
}

/// Whether `order` may give back what is wanted, after the refunds that it had.
pub(crate) fn check(
    order: &Order,
    earlier: &[&Refund],
    wanted: &Wanted,
    now: u64,
) -> Result<(), NoRefund> {
    let payment = match (&order.payment, order.trade_state()) {
        (Some(payment), TradeState::Success | TradeState::Refund) => payment,
        _ => return Err(NoRefund::NotPaid),
    };
    if wanted.total != order.total {
        return Err(NoRefund::Mismatch);
    }
    if now.saturating_sub(payment.time) > LONGEST {
        return Err(NoRefund::TooLate);
    }
    let gone: u32 = earlier.iter().filter(|r| r.counts(now)).map(|r| r.wanted.amount).sum();
    match order.total.saturating_sub(gone) {
        0 => Err(NoRefund::Exhausted),
        left if wanted.amount > left => Err(NoRefund::TooMuch),
        _ if earlier.len() >= MOST => Err(NoRefund::TooMany),
        _ => Ok(()),
    }
}
