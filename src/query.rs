//! What a query says of an order. Three spellings of the same contract: the v2 orderquery object, the
//! v3 transaction, and `{ outTradeNo, tradeState, total? }`.

use crate::answer;
use crate::error::{Code, Error};
use crate::text::digits;
use crate::untrusted::{Fields, Raw};
use crate::value::{Fen, OutTradeNo};

/// `trade_state` (pay.weixin.qq.com/doc/v2/merchant/4011940985 family, v3: the same words).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TradeState {
    /// Paid.
    Success,
    /// Paid, then refunded in part or whole.
    Refund,
    /// Not paid. A failed attempt (wrong password, no balance) leaves this too.
    NotPay,
    /// Closed without payment.
    Closed,
    /// Cancelled by the merchant.
    Revoked,
    /// The buyer is paying right now.
    UserPaying,
    /// The bank or the balance refused.
    PayError,
    /// Accepted, the debit is still to come.
    Accept,
    /// WeChat Pay knows no such order (`ORDERNOTEXIST`).
    NotFound,
}

impl TradeState {
    /// Whether nothing can change it any more: the journal forgets the order. Only a query says so; what prepay or
    /// the client say of an order does not clear it.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Success | Self::Refund | Self::Closed | Self::Revoked)
    }

    /// Reads WeChat Pay's word.
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "SUCCESS" => Self::Success,
            "REFUND" => Self::Refund,
            "NOTPAY" => Self::NotPay,
            "CLOSED" => Self::Closed,
            "REVOKED" => Self::Revoked,
            "USERPAYING" => Self::UserPaying,
            "PAYERROR" => Self::PayError,
            "ACCEPT" => Self::Accept,
            _ => return None,
        })
    }
}

/// The order that was asked about.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The page's key of the order, which is all that is known when prepay told no number.
    pub order_key: &'a str,
    /// The number that prepay told.
    pub out_trade_no: Option<&'a OutTradeNo>,
    /// The amount that prepay told.
    pub total: Option<Fen>,
}

/// Reads a query's answer. An answer about another order or another amount is an error, never a state.
pub fn read(raw: Raw<'_>, asked: Asked<'_>) -> Result<TradeState, Error> {
    let object = raw.object("answer")?;
    if is_not_found(object) {
        return Ok(TradeState::NotFound);
    }
    if let Some(error) = answer::refusal(object) {
        return Err(Error::new(Code::QueryRefused, error.field()).found(error.seen()));
    }
    let state = object.first(&["trade_state", "tradeState"]).text("tradeState")?;
    let state = TradeState::parse(state)
        .ok_or_else(|| Error::new(Code::TradeState, "tradeState").found(state))?;
    check_order(object, asked)?;
    if let (Some(theirs), Some(ours)) = (answer::total(object)?, asked.total)
        && theirs != ours
    {
        return Err(Error::new(Code::OtherAmount, "total").found(&digits(theirs.get().into())));
    }
    Ok(state)
}

/// Whether WeChat Pay knows no such order: `ORDERNOTEXIST` (v2), `ORDER_NOT_EXIST` (v3), passed on by the
/// backend. Nothing else says so: an HTTP 404 may be a proxy's, and a backend that does not know the order
/// may be asked by another account.
pub(crate) fn is_not_found(answer: Fields<'_>) -> bool {
    let code = answer.word(&["err_code", "errCode", "code"]);
    matches!(code, "ORDERNOTEXIST" | "ORDER_NOT_EXIST")
}

/// Where prepay told the number of the order, the query must repeat it; a key of the page that comes back
/// must be the one that was asked for.
fn check_order(object: Fields<'_>, asked: Asked<'_>) -> Result<(), Error> {
    let key = object.word(&["orderKey"]);
    if !key.is_empty() && key != asked.order_key {
        return Err(Error::new(Code::OtherOrder, "orderKey").found(key));
    }
    let theirs = answer::out_trade_no(object)?;
    match (theirs, asked.out_trade_no) {
        (Some(theirs), Some(ours)) if theirs != *ours => {
            Err(Error::new(Code::OtherOrder, "outTradeNo").found(theirs.as_str()))
        }
        (None, Some(_)) => Err(Error::new(Code::Missing, "outTradeNo")),
        _ => Ok(()),
    }
}
