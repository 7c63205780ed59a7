//! Refunds: money that goes back. Only an operator asks for one, on the command line of this machine;
//! no path of HTTP leads here. Never here: tables, HTTP, what WeChat Pay is sent.

use wxpay_mini::value::{Fen, OutTradeNo, SignType};

use crate::database::Heard;
use crate::error::{Code, Error, Refusal};
use crate::gateway::{Failure, RefundFound};
use crate::merchant::{Merchant, Parts};
use crate::order::Order;
use crate::refund_status::RefundStatus;

/// Longest reason: `refund_desc` is a String(80), and bytes of UTF-8 are counted
/// (pay.weixin.qq.com/doc/v2/merchant/4011935223, v3: `reason`, string(80)).
const REASON_BYTES: usize = 80;
/// WeChat Pay refuses a request of API v3 that was signed five minutes ago or more ("5分钟",
/// pay.weixin.qq.com/doc/v3/merchant/4012365342); three times as many seconds are on the safe side of both
/// clocks. A request of API v2 carries no time: it may arrive whenever it likes.
const REQUEST_LIVES: u64 = 15 * 60;

/// A refund of an order, in whole or in part.
#[derive(Clone, Debug)]
pub(crate) struct Refund {
    /// Ours. Asking again with the same one gives nothing twice.
    pub(crate) out_refund_no: String,
    pub(crate) out_trade_no: OutTradeNo,
    pub(crate) amount: Fen,
    pub(crate) reason: String,
    pub(crate) status: RefundStatus,
    /// Whether somebody else has asked for it, at the merchant console most likely.
    pub(crate) elsewhere: bool,
}

/// What an operator is told of a refund.
#[derive(Clone, Debug)]
pub struct Refunded {
    /// The number of the refund.
    pub out_refund_no: String,
    /// In fen.
    pub amount: u32,
    /// `REQUESTED`, `PROCESSING`, `SUCCESS`, `CLOSED` or `ABNORMAL`.
    pub status: &'static str,
}

impl Merchant {
    /// Refunds `amount` fen of an order, or all that is left of it. For operators: whoever calls this
    /// decides about money. Called again while a refund is under way, it asks about that one.
    ///
    /// # Errors
    /// The order is not paid, less is left, another refund is under way, the same amount was given back
    /// within ten minutes, or WeChat Pay refuses. After `refund_unreachable` and `refund_certificate` the
    /// refund is written down, and the backend goes on with it by itself.
    pub fn refund(
        &self,
        out_trade_no: &str,
        amount: Option<u32>,
        reason: &str,
    ) -> Result<Refunded, Error> {
        self.parts().refund(out_trade_no, amount, reason, false).map(Refunded::of)
    }

    /// The same, though the same amount of the order was given back within ten minutes, which
    /// [`Self::refund`] takes for a line that was typed twice.
    ///
    /// # Errors
    /// Those of [`Self::refund`].
    pub fn refund_again(
        &self,
        out_trade_no: &str,
        amount: Option<u32>,
        reason: &str,
    ) -> Result<Refunded, Error> {
        self.parts().refund(out_trade_no, amount, reason, true).map(Refunded::of)
    }
}

impl Refunded {
    fn of(refund: Refund) -> Self {
        Self {
            out_refund_no: refund.out_refund_no,
            amount: refund.amount.get(),
            status: refund.status.text(),
        }
    }
}

impl Parts {
    fn refund(
        &self,
        number: &str,
        amount: Option<u32>,
        reason: &str,
        again: bool,
    ) -> Result<Refund, Error> {
        let number = OutTradeNo::parse(number).map_err(|_| Error::new(Code::OrderNotFound))?;
        let found = || self.database.any_order(&number);
        let mut order = found()?.ok_or_else(|| Error::new(Code::OrderNotFound))?;
        // also where a refund was heard of first: both notifications may still be under way
        if order.transaction_id.is_none() && order.total.get() > 0 {
            self.ask(&order)?;
            order = found()?.ok_or_else(|| Error::new(Code::OrderNotFound))?;
        }
        if order.transaction_id.is_none() {
            return Err(Error::new(Code::RefundNotPaid));
        }
        let end =
            (0..=REASON_BYTES.min(reason.len())).rev().find(|end| reason.is_char_boundary(*end));
        let reason = reason[..end.unwrap_or(0)].trim();
        let now = self.clock.seconds();
        let refund = self.database.enter_refund(&order, amount, reason, again, now)?;
        tracing::info!(
            out_trade_no = order.out_trade_no.as_str(),
            out_refund_no = refund.out_refund_no,
            amount = refund.amount.get(),
            "refund"
        );
        self.pursue_refund(&order, &refund)
    }

    /// Brings a refund forward: asks for it where that was never answered, and about it otherwise.
    pub(crate) fn pursue_refund(&self, order: &Order, refund: &Refund) -> Result<Refund, Error> {
        if refund.status == RefundStatus::Requested {
            return self.ask_for(order, refund);
        }
        let found = self.gateways.of(order)?.query_refund(order, refund);
        self.keep_refund(refund, &found.map_err(Failure::of_refund)?, Heard::Query)
    }

    /// Asks for a refund, by the number that it has: "同一退款单号多次请求只退一笔"
    /// (pay.weixin.qq.com/doc/v2/merchant/4011939577).
    fn ask_for(&self, order: &Order, refund: &Refund) -> Result<Refund, Error> {
        let gateway = self.gateways.of(order)?;
        // what cannot be sent is not on its way either
        gateway.can_refund()?;
        let number = refund.out_refund_no.as_str();
        let request = self.database.request_goes_out(number, self.clock.seconds())?;
        let Some(request) = request else {
            // somebody else has brought it further meanwhile
            return Ok(self.database.refund(number)?.unwrap_or_else(|| refund.clone()));
        };
        match gateway.refund(order, refund) {
            Ok(found) => {
                // kept first: until then nothing else tells that WeChat Pay may have it
                let kept = self.keep_refund(refund, &found, Heard::Query)?;
                self.database.request_is_settled(request)?;
                Ok(kept)
            }
            Err(Failure::Refused(refusal)) => {
                if !is_undecided(&refusal.err_code) {
                    self.database.request_is_settled(request)?;
                }
                match may_pass(&refusal.err_code) {
                    true => Err(Failure::Refused(refusal).of_refund()),
                    false => self.give_up(order, refund, refusal),
                }
            }
            // it is not known whether WeChat Pay has taken it: it stays as it is and is asked for again
            Err(failure) => Err(failure.of_refund()),
        }
    }

    /// A refund that is refused for good. A request whose answer was lost may have been taken all the
    /// same, or may yet arrive; so its amount is free again only when WeChat Pay signs that it knows no
    /// such refund and no request is on its way. Until then the number stays the only one.
    fn give_up(&self, order: &Order, refund: &Refund, refusal: Refusal) -> Result<Refund, Error> {
        let number = refund.out_refund_no.as_str();
        // before the query: what went out later may have arrived after it
        let since = match order.sign_type {
            SignType::Rsa => self.clock.seconds().saturating_sub(REQUEST_LIVES),
            _ => 0,
        };
        match self.gateways.of(order)?.query_refund(order, refund) {
            Ok(found) => return self.keep_refund(refund, &found, Heard::Query),
            Err(Failure::Refused(told)) if is_unknown(&told.err_code) => {
                if !self.database.end_refused(number, since)? {
                    tracing::warn!(
                        out_refund_no = number,
                        "refused, but an earlier request may still arrive: it keeps its amount"
                    );
                }
            }
            Err(failure) => {
                tracing::warn!(
                    out_refund_no = number,
                    "refused, and it is not known whether it was taken before: {}",
                    failure.of_refund()
                );
            }
        }
        Err(Failure::Refused(refusal).of_refund())
    }

    pub(crate) fn keep_refund(
        &self,
        refund: &Refund,
        found: &RefundFound,
        heard: Heard,
    ) -> Result<Refund, Error> {
        let now = self.clock.seconds();
        let kept = self.database.move_refund(&refund.out_refund_no, found, heard, now)?;
        if kept.status == RefundStatus::Abnormal && refund.status != RefundStatus::Abnormal {
            tracing::error!(
                out_refund_no = kept.out_refund_no,
                "a refund is ABNORMAL: the buyer's account does not take it; mend it at the merchant console"
            );
        }
        Ok(kept)
    }
}

/// Whether WeChat Pay has given money back for a refund that was given up; the log asks for a person then.
pub(crate) fn was_given_up(found: &RefundFound, kept: &Refund) -> bool {
    let was = found.status == RefundStatus::Success && kept.status != RefundStatus::Success;
    if was {
        tracing::error!(
            out_refund_no = kept.out_refund_no,
            "WeChat Pay has given money back for a refund that was given up; settle it by hand"
        );
    }
    was
}

/// WeChat Pay knows no such refund: the words of API v2 and of API v3
/// (pay.weixin.qq.com/doc/v2/merchant and /doc/v3/merchant, 查询退款, 错误码).
fn is_unknown(err_code: &str) -> bool {
    matches!(err_code, "REFUNDNOTEXIST" | "RESOURCE_NOT_EXISTS")
}

/// Refusals after which the same refund is asked for again, by the same number
/// (pay.weixin.qq.com/doc/v2/merchant/4011935223; v3: 403 NOT_ENOUGH, 429, 500).
fn may_pass(err_code: &str) -> bool {
    matches!(
        err_code,
        "" | "SYSTEMERROR"
            | "SYSTEM_ERROR"
            | "BIZERR_NEED_RETRY"
            | "BANK_ERROR"
            | "FREQUENCY_LIMITED"
            | "FREQUENCY_LIMIT_EXCEED"
            | "RATELIMIT_EXCEEDED"
            | "INVALID_REQ_TOO_MUCH"
            // the merchant's balance: an operator fills it up
            | "NOTENOUGH"
            | "NOT_ENOUGH"
            // a key or certificate that is wrong says nothing about the refund
            | "SIGNERROR"
            | "SIGN_ERROR"
            | "CERT_ERROR"
            | "NOAUTH"
            | "NO_AUTH"
    )
}

/// Answers after which WeChat Pay may have taken the request all the same: the documentation wants it
/// sent again with the number that it has (same source).
fn is_undecided(err_code: &str) -> bool {
    matches!(err_code, "" | "SYSTEMERROR" | "SYSTEM_ERROR" | "BIZERR_NEED_RETRY" | "BANK_ERROR")
}
