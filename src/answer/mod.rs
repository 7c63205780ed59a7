//! What a backend answers when it is asked for a payment: the shapes that real backends send, told
//! apart and checked. What is harmless is mended with a warning; what is wrong is named with its
//! mend and never passed on to WeChat. Golden answers of published SDKs: tests/vectors/answers.

mod fields;
mod order;
mod ready;
mod stranger;

use crate::error::{Code, Error};
use crate::pair::Pair;
use crate::request_payment::RequestPayment;
use crate::untrusted::{Fields, Raw};
use crate::value::{AppId, Fen, OutTradeNo, PrepayId};
use fields::{APP_ID, OUT_TRADE_NO, PREPAY_ID, TOTAL};
pub(crate) use order::{by_err_code, refusal};

/// What the core knows when the answer arrives.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context<'a> {
    /// The running mini program (`wx.getAccountInfoSync`), where known.
    pub app_id: Option<&'a AppId>,
    /// The pair that was sent with the request, where there was entropy to make one.
    pub pair: Option<&'a Pair>,
    /// Whether a pair that is not ours must be marked as the backend's (`pair: "backend"`), as the
    /// reference backend does. Off for backends that make their own pair, as most do.
    pub strict_pair: bool,
}

/// An accepted answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What to do with it.
    pub kind: Kind,
    /// The merchant's number of the order, where the backend told it.
    pub out_trade_no: Option<OutTradeNo>,
    /// The amount of the order, where the backend told it.
    pub total: Option<Fen>,
    /// What was mended on the way, each with the field it was found in.
    pub warnings: Vec<Error>,
}

/// The kinds of accepted answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Parameters that are ready for the cashier.
    Ready(Box<RequestPayment>),
    /// A prepay_id that nobody has signed for the client yet.
    PrepayId(PrepayId),
    /// No cashier is needed: nothing to pay, or paid already. Still to be confirmed by a query.
    NothingToPay,
}

/// Reads the answer of a backend to "prepare this payment".
pub fn read(raw: Raw<'_>, context: Context<'_>) -> Result<Answer, Error> {
    let object = match raw {
        Raw::Text(text) => return Err(stranger::text(text)),
        other => other.object("answer")?,
    };
    let mut warnings = Vec::new();
    let kind = kind(object, context, &mut warnings)?;
    Ok(Answer { kind, out_trade_no: out_trade_no(object)?, total: total(object)?, warnings })
}

fn kind(
    object: Fields<'_>,
    context: Context<'_>,
    warnings: &mut Vec<Error>,
) -> Result<Kind, Error> {
    if matches!(object.get("nothingToPay"), Raw::Bool(true)) {
        return Ok(Kind::NothingToPay);
    }
    // before the five: cloudPay answers a refused order with signed parameters around an empty id
    match refusal(object) {
        Some(error) if error.code() == Code::OrderPaid => return Ok(Kind::NothingToPay),
        Some(error) => return Err(error),
        None => {}
    }
    // cloudPay puts the ready parameters into `payment` beside the order's own fields
    let payment = match object.get("payment") {
        Raw::Object(inner) => inner,
        _ => object,
    };
    if ready::is_app(payment) {
        return Err(Error::new(Code::AppAnswer, "package"));
    }
    if ready::is_ready(payment) {
        return ready::read(payment, context, warnings).map(Kind::Ready);
    }
    match payment.first(PREPAY_ID).optional_text("prepay_id")? {
        Some(id) => {
            check_app_id(payment, context)?;
            PrepayId::parse(id).map(Kind::PrepayId)
        }
        None => Err(stranger::object(payment)),
    }
}

/// The order's number under any of its names.
pub(crate) fn out_trade_no(object: Fields<'_>) -> Result<Option<OutTradeNo>, Error> {
    let text = object.first(OUT_TRADE_NO).optional_text("outTradeNo")?;
    text.map(OutTradeNo::parse).transpose()
}

/// The amount under any of its names: a whole number, digits (v2), or `amount.total` (v3).
pub(crate) fn total(object: Fields<'_>) -> Result<Option<Fen>, Error> {
    let raw = match (object.first(TOTAL), object.get("amount")) {
        (Raw::Missing, Raw::Object(amount)) => amount.get("total"),
        (raw, _) => raw,
    };
    match raw {
        Raw::Missing | Raw::Null => Ok(None),
        Raw::Text(text) => Fen::parse(text).map(Some),
        raw => match raw.integer().map(u32::try_from) {
            Some(Ok(fen)) => Ok(Some(Fen::new(fen))),
            _ => Err(raw.wrong_type("total", Fen::EXPECTED)),
        },
    }
}

/// "需使用实际调起支付小程序appid…校验下单与调起支付所使用的appid的一致性"
/// (pay.weixin.qq.com/doc/v3/merchant/4012791898): an order of another app id cannot be paid here.
fn check_app_id(object: Fields<'_>, context: Context<'_>) -> Result<(), Error> {
    // in partner mode the sub merchant's mini program pays (pay.weixin.qq.com/doc/v2/partner/4011989255)
    let mut theirs = object.word(&["sub_appid", "subAppId", "subAppid"]);
    if theirs.is_empty() {
        theirs = object.word(APP_ID);
    }
    match context.app_id {
        Some(ours) if !theirs.is_empty() && theirs != ours.as_str() => {
            Err(Error::new(Code::AppIdMismatch, "appId").found(theirs))
        }
        _ => Ok(()),
    }
}
