//! What a page gets to act on, and the table that decides it.

use crate::cashier::{Ended, Words};
use crate::error::{Code, Error, Lang};
use crate::plain::Plain;
use crate::query::TradeState;

/// The fate of a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// The backend said so, for this very order. Nothing else makes a payment paid.
    Paid,
    /// The buyer went back, and a query says the order is not paid.
    Cancelled,
    /// It did not happen, and trying the same again will not help before something is mended.
    Failed,
    /// Nobody can tell yet. Never offer to pay again before a query says NOTPAY.
    Unknown,
}

impl Status {
    /// The fate as pages see it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Paid => "paid",
            Self::Cancelled => "cancelled",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        }
    }
}

/// What is known of one payment when its promise is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The fate.
    pub status: Status,
    /// Why, and how to mend it.
    pub error: Error,
    /// The merchant's number of the order; empty where it is not known.
    pub out_trade_no: String,
    /// The client's own words.
    pub words: Words,
}

impl Outcome {
    pub(crate) fn new(status: Status, error: Error) -> Self {
        Self { status, error, out_trade_no: String::new(), words: Words::default() }
    }

    /// The outcome as pages see it: `{ status, code, message, hint, outTradeNo, cause }`.
    pub fn plain(&self, lang: Lang) -> Plain<'_> {
        let mut cause = self.words.plain();
        Plain::add(&mut cause, "field", self.error.field());
        let mut fields = Vec::new();
        Plain::add(&mut fields, "status", self.status.as_str());
        Plain::add(&mut fields, "code", self.error.code().as_str());
        fields.push(("message", Plain::Made(self.error.message(lang))));
        fields.push(("hint", Plain::Text(self.error.hint(lang))));
        Plain::add(&mut fields, "outTradeNo", &self.out_trade_no);
        fields.push(("cause", Plain::Object(cause)));
        Plain::Object(fields)
    }
}

/// What to do once the cashier has ended in one way and a query has said another thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Not settled: ask again while the budget lasts.
    Ask,
    /// Settled.
    Settle(Status, Code),
}

/// Decides from the client's word and the answer of a query (`None`: none came).
/// The backend's word always wins; the client's word only says how patient to be.
pub fn decide(ended: Option<Ended>, state: Option<TradeState>) -> Verdict {
    use TradeState as S;
    use Verdict::{Ask, Settle};
    match (state, ended) {
        (Some(S::Success), _) => Settle(Status::Paid, Code::Paid),
        (Some(S::Refund), _) => Settle(Status::Failed, Code::Refunded),
        (Some(S::Closed | S::Revoked), _) => Settle(Status::Failed, Code::OrderClosed),
        (Some(S::PayError), _) => Settle(Status::Failed, Code::PayError),
        (Some(S::NotPay | S::NotFound), Some(Ended::Cancel)) => {
            Settle(Status::Cancelled, Code::Cancelled)
        }
        (Some(S::NotPay | S::NotFound), Some(Ended::Failed(code))) if is_certain(code) => {
            Settle(Status::Failed, code)
        }
        _ => Ask,
    }
}

/// Whether the asking ends after one query of at most two seconds: the buyer waits, and the client
/// gave a reason that leaves little doubt.
pub fn is_brief(ended: Option<Ended>) -> bool {
    match ended {
        Some(Ended::Cancel) => true,
        Some(Ended::Failed(code)) => is_certain(code),
        _ => false,
    }
}

/// Failures that name their reason: the cashier said no, and one query is enough to be sure.
fn is_certain(code: Code) -> bool {
    matches!(
        code,
        Code::SignRefused
            | Code::ParamsRefused
            | Code::Permission
            | Code::Banned
            | Code::PackageRefused
            | Code::PrepayExpired
            | Code::RealName
            | Code::CashierFailed
    )
}
