//! WeChat Pay, as the rest of the backend sees it: one trait, whatever the version of the API.
//! Never here: XML, signatures, HTTP; those live with their version.

mod v2;

pub(crate) use v2::ApiV2;

use wxpay_mini::query::TradeState;
use wxpay_mini::value::PrepayId;

use crate::error::{Code, Error, Refusal};
use crate::order::Order;

/// What a backend asks of WeChat Pay. Calls block, for at most the configured patience.
pub(crate) trait Gateway: Send + Sync {
    /// Prepares the payment of `order`. Asked again with the same order, it prepares it again.
    fn order(&self, order: &Order) -> Result<PrepayId, Failure>;
    /// What became of `order`.
    fn query(&self, order: &Order) -> Result<Found, Failure>;
}

/// What a query found, believed and compared with the order.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) trade_state: TradeState,
    pub(crate) transaction_id: Option<String>,
}

/// Why there is no result.
#[derive(Debug)]
pub(crate) enum Failure {
    /// No answer. What WeChat Pay did is not known.
    Unreachable(String),
    /// An answer that is not believed (not signed by the key, of somebody else, unreadable), or a
    /// failure of our own.
    Failed(Error),
    /// WeChat Pay said no.
    Refused(Refusal),
}

impl Failure {
    /// The error of a request to prepare a payment.
    pub(crate) fn of_prepay(self) -> Error {
        match self {
            Self::Unreachable(why) => Error::new(Code::PrepayUnreachable).found(&why),
            Self::Failed(error) => error,
            Self::Refused(refusal) => Error::refused(Code::OrderRefused, refusal),
        }
    }

    /// The error of a query.
    pub(crate) fn of_query(self) -> Error {
        match self {
            Self::Unreachable(why) => Error::new(Code::QueryUnreachable).found(&why),
            Self::Failed(error) => error,
            Self::Refused(refusal) => Error::refused(Code::QueryRefused, refusal),
        }
    }
}
