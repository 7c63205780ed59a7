//! What a page gets to act on, and the table that decides it.

use crate::cashier::{Ended, Words};
use crate::error::{Code, Lang};
use crate::query::TradeState;

/// The fate of a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
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

/// What is known of one payment when its promise is kept.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Outcome {
    /// The fate.
    pub status: Status,
    /// Why, for machines; stable across versions.
    pub code: &'static str,
    /// Why, for the developer.
    pub message: String,
    /// How to mend it, for the developer.
    pub hint: &'static str,
    /// The merchant's number of the order, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub out_trade_no: Option<String>,
    /// The raw words behind it.
    pub cause: Cause,
}

/// The words of others, as they came.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Cause {
    /// The client's callback, once there was one.
    #[serde(flatten)]
    pub words: Words,
    /// The field of the backend's answer that was wrong, or what the backend said.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub field: String,
}

impl Outcome {
    pub(crate) fn new(status: Status, error: &crate::Error, lang: Lang) -> Self {
        Self {
            status,
            code: error.code().as_str(),
            message: error.message(lang),
            hint: error.hint(lang),
            out_trade_no: None,
            cause: Cause { field: error.field().into(), ..Cause::default() },
        }
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

/// Failures after which no cashier can have taken money.
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
    )
}
