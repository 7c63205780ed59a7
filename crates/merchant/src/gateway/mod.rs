//! WeChat Pay, as the rest of the backend sees it: one trait, whatever the version of the API.
//! Never here: XML, JSON, signatures, HTTP; those live with their version.

mod v2;
mod v3;

pub(crate) use v2::{ApiV2, Notification, reply};
pub(crate) use v3::{ApiV3, Event, Signed};

use wxpay_mini::pair::Pair;
use wxpay_mini::query::TradeState;
use wxpay_mini::request_payment::RequestPayment;
use wxpay_mini::value::{Fen, PrepayId, SignType};

use crate::clock::Clock;
use crate::config::Config;
use crate::error::{Code, Error, Refusal};
use crate::order::Order;
use crate::refund::Refund;
use crate::refund_status::RefundStatus;

/// What a backend asks of WeChat Pay. Calls block, for at most the configured patience.
pub(crate) trait Gateway: Send + Sync {
    /// Prepares the payment of `order`. Asked again with the same order, it prepares it again.
    fn order(&self, order: &Order) -> Result<PrepayId, Failure>;
    /// The second signature: over what the client hands to `wx.requestPayment`.
    fn sign(
        &self,
        order: &Order,
        pair: &Pair,
        prepay_id: &PrepayId,
    ) -> Result<RequestPayment, Error>;
    /// What became of `order`.
    fn query(&self, order: &Order) -> Result<Found, Failure>;
    /// Closes `order`: nobody can pay it any more. An order that was paid is refused.
    fn close(&self, order: &Order) -> Result<(), Failure>;
    /// Why no refund can be sent at all, if so.
    fn can_refund(&self) -> Result<(), Error> {
        Ok(())
    }
    /// Gives money back. Asked again with the same number, it gives nothing twice.
    fn refund(&self, order: &Order, refund: &Refund) -> Result<RefundFound, Failure>;
    /// What became of `refund`.
    fn query_refund(&self, order: &Order, refund: &Refund) -> Result<RefundFound, Failure>;
    /// All refunds of `order`, whoever asked for them, each that is believed or why not; none where the
    /// API has no list of them.
    fn refunds_of(&self, order: &Order) -> Result<Option<Vec<Result<Elsewhere, Error>>>, Failure>;
}

/// The versions of the API that this merchant has keys for.
pub(crate) struct Gateways {
    pub(crate) v2: Option<ApiV2>,
    pub(crate) v3: Option<ApiV3>,
}

impl Gateways {
    pub(crate) fn new(config: &Config, clock: &Clock) -> Self {
        Self {
            v2: config.v2.as_ref().map(|account| ApiV2::new(config, account)),
            v3: config.v3.as_ref().map(|account| ApiV3::new(config, account, clock)),
        }
    }

    /// The one that `order` was made with, whatever new orders are made with: what was signed with RSA
    /// is an order of API v3 ("需与下单的签名类型一致").
    pub(crate) fn of(&self, order: &Order) -> Result<&dyn Gateway, Error> {
        let (gateway, variable) = match order.sign_type {
            SignType::Rsa => (self.v3.as_ref().map(|v3| v3 as &dyn Gateway), "WXPAY_API_V3_KEY"),
            _ => (self.v2.as_ref().map(|v2| v2 as &dyn Gateway), "WXPAY_API_V2_KEY"),
        };
        gateway.ok_or_else(|| Error::new(Code::ApiNotConfigured).at(variable))
    }
}

/// What a query found, believed and compared with the order.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) trade_state: TradeState,
    /// Always there once it was paid.
    pub(crate) transaction_id: Option<String>,
}

impl Found {
    /// WeChat Pay knows no such order.
    fn nothing() -> Self {
        Self { trade_state: TradeState::NotFound, transaction_id: None }
    }
}

/// What is known of a refund, believed and compared with what was asked for.
#[derive(Debug)]
pub(crate) struct RefundFound {
    pub(crate) status: RefundStatus,
    pub(crate) refund_id: Option<String>,
}

/// A refund of an order that this backend need not know, believed and compared with the order.
#[derive(Debug)]
pub(crate) struct Elsewhere {
    pub(crate) out_refund_no: String,
    pub(crate) amount: Fen,
    pub(crate) found: RefundFound,
}

impl Elsewhere {
    /// Refused where that is no refund of `order`: its number has other characters than WeChat Pay's rules
    /// allow ("只能是数字、大小写字母_-|*@", pay.weixin.qq.com/doc/v2/merchant/4011939577), or it is over
    /// nothing or more than was paid.
    fn of(
        order: &Order,
        out_refund_no: &str,
        amount: u64,
        found: RefundFound,
    ) -> Result<Self, Error> {
        let mismatch = |name| Error::new(Code::AnswerMismatch).at(name);
        let fits = (1..=64).contains(&out_refund_no.len())
            && out_refund_no.bytes().all(|c| c.is_ascii_alphanumeric() || b"_-|*@".contains(&c));
        if !fits {
            return Err(mismatch("out_refund_no"));
        }
        let amount = u32::try_from(amount).ok().filter(|fen| *fen <= order.total.get() && *fen > 0);
        let amount = Fen::new(amount.ok_or_else(|| mismatch("amount"))?);
        Ok(Self { out_refund_no: out_refund_no.to_owned(), amount, found })
    }
}

/// Why there is no result.
#[derive(Debug)]
pub(crate) enum Failure {
    /// No answer. What WeChat Pay did is not known.
    Unreachable(String),
    /// An answer that is not believed (not signed by the key, of somebody else, unreadable), or a
    /// failure of our own.
    Failed(Error),
    /// WeChat Pay said no, and has signed it.
    Refused(Refusal),
    /// A refusal that nobody has signed: WeChat Pay's, which could not read what it was sent, or that of
    /// whoever stands in between. It is told, and nothing is concluded from it.
    Unproven(Refusal),
}

impl Failure {
    /// The error of a request to prepare a payment.
    pub(crate) fn of_prepay(self) -> Error {
        self.into_error(Code::PrepayUnreachable, Code::OrderRefused)
    }

    /// The error of a query.
    pub(crate) fn of_query(self) -> Error {
        self.into_error(Code::QueryUnreachable, Code::QueryRefused)
    }

    /// The error of closing an order.
    pub(crate) fn of_close(self) -> Error {
        self.into_error(Code::QueryUnreachable, Code::CloseRefused)
    }

    /// The error of a refund or of a query about one.
    pub(crate) fn of_refund(self) -> Error {
        self.into_error(Code::RefundUnreachable, Code::RefundRefused)
    }

    /// The error of asking for platform certificates.
    fn of_certificates(self) -> Error {
        self.into_error(Code::CertificatesUnavailable, Code::CertificatesUnavailable)
    }

    fn into_error(self, unreachable: Code, refused: Code) -> Error {
        match self {
            Self::Unreachable(why) => Error::new(unreachable).found(&why),
            Self::Failed(error) => error,
            Self::Refused(refusal) | Self::Unproven(refusal) => Error::refused(refused, refusal),
        }
    }
}

/// The core's reasons for not reading a state, in this backend's words.
fn untold(why: &wxpay_mini::Error, refusal: Refusal) -> Failure {
    use wxpay_mini::Code as Why;
    let field = match (why.code(), why.field()) {
        (Why::QueryRefused, _) => return Failure::Refused(refusal),
        (Why::OtherAmount, _) | (_, "total") => "total_fee",
        (Why::OtherOrder, _) | (_, "outTradeNo") => "out_trade_no",
        _ => {
            return Failure::Failed(Error::new(Code::AnswerMalformed).because(why.to_string()));
        }
    };
    Failure::Failed(Error::new(Code::AnswerMismatch).at(field).because(why.to_string()))
}
