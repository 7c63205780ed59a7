//! What a backend answers when it is asked for a payment: the shapes that real backends send, told
//! apart and checked. What is harmless is mended with a warning; what is wrong is named with its
//! mend and never passed on to WeChat.

mod fields;
mod order;
mod ready;

use crate::error::{Code, Error};
use crate::pair::Pair;
use crate::request_payment::RequestPayment;
use crate::untrusted::{Object, Raw, first};
use crate::value::{AppId, Fen, OutTradeNo, PrepayId};
pub(crate) use order::refusal;
use fields::{APP_ID, OUT_TRADE_NO, PREPAY_ID, TOTAL};

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
    Ready(RequestPayment),
    /// A prepay_id that nobody has signed for the client yet.
    PrepayId(PrepayId),
    /// No cashier is needed: nothing to pay, or paid already. Still to be confirmed by a query.
    NothingToPay,
}

/// Reads the answer of a backend to "prepare this payment".
pub fn read(raw: Raw, context: Context<'_>) -> Result<Answer, Error> {
    let object = object(raw)?;
    let object = object.as_ref();
    if matches!(object.get("nothingToPay"), Raw::Bool(true)) {
        return finish(object, Kind::NothingToPay, Vec::new());
    }
    // cloudPay answers with the order and, inside, `payment` with the ready parameters
    // (developers.weixin.qq.com/miniprogram/dev/wxcloud/reference-sdk-api/open/pay)
    let inner = match object.get("payment") {
        Raw::Object(inner) if !ready::looks_ready(object) => Some(inner),
        _ => None,
    };
    if let Some(error) = order::refusal(object)? {
        return match error.code() {
            Code::OrderPaid => finish(object, Kind::NothingToPay, Vec::new()),
            _ => Err(error),
        };
    }
    let payment = inner.as_deref().unwrap_or(object);
    if ready::looks_ready(payment) {
        let mut warnings = Vec::new();
        let params = ready::read(payment, context, &mut warnings)?;
        return finish(object, Kind::Ready(params), warnings);
    }
    if ready::looks_app(payment) {
        return Err(Error::new(Code::AppAnswer, "package"));
    }
    if let Some(id) = first(payment, PREPAY_ID).into_optional_text("prepay_id")? {
        check_app_id(object, context)?;
        return finish(object, Kind::PrepayId(PrepayId::parse(&id)?), Vec::new());
    }
    Err(unknown(payment))
}

fn object(raw: Raw) -> Result<Box<dyn Object>, Error> {
    match raw {
        Raw::Text(text) => {
            let start = text.trim_start();
            let (code, kind) = match start.as_bytes().first() {
                Some(b'<') if start.starts_with("<xml") => (Code::AnswerIsText, "XML"),
                Some(b'<') => (Code::AnswerIsText, "HTML"),
                Some(b'{' | b'"') => (Code::AnswerIsJsonText, "JSON"),
                _ => (Code::AnswerIsText, "text"),
            };
            Err(Error::new(code, "").found(kind))
        }
        other => other.into_object("answer"),
    }
}

fn finish(object: &dyn Object, kind: Kind, warnings: Vec<Error>) -> Result<Answer, Error> {
    Ok(Answer { kind, out_trade_no: out_trade_no(object)?, total: total(object)?, warnings })
}

/// The order's number under any of its names.
pub(crate) fn out_trade_no(object: &dyn Object) -> Result<Option<OutTradeNo>, Error> {
    let text = first(object, OUT_TRADE_NO).into_optional_text("outTradeNo")?;
    text.map(|text| OutTradeNo::parse(&text)).transpose()
}

/// The amount under any of its names: a whole number, digits (v2), or `amount.total` (v3).
pub(crate) fn total(object: &dyn Object) -> Result<Option<Fen>, Error> {
    let raw = match (first(object, TOTAL), object.get("amount")) {
        (Raw::Missing, Raw::Object(amount)) => amount.get("total"),
        (raw, _) => raw,
    };
    match raw {
        Raw::Missing | Raw::Null => Ok(None),
        Raw::Text(text) => Fen::parse(&text).map(Some),
        raw => match raw.integer().map(u32::try_from) {
            Some(Ok(fen)) => Ok(Some(Fen::new(fen))),
            _ => Err(raw.wrong_type("total", &Fen::EXPECTED)),
        },
    }
}

/// "需使用实际调起支付小程序appid…校验下单与调起支付所使用的appid的一致性"
/// (pay.weixin.qq.com/doc/v3/merchant/4012791898): an order of another app id cannot be paid here.
fn check_app_id(object: &dyn Object, context: Context<'_>) -> Result<(), Error> {
    // in partner mode the sub merchant's mini program pays (pay.weixin.qq.com/doc/v2/partner/4011989255)
    let sub = first(object, &["sub_appid", "subAppid", "subAppId"]);
    let raw = if sub.is_absent() { first(object, APP_ID) } else { sub };
    match (raw.into_optional_text("appId")?, context.app_id) {
        (Some(theirs), Some(ours)) if theirs != ours.as_str() => {
            Err(Error::new(Code::AppIdMismatch, "appId").found(&theirs))
        }
        _ => Ok(()),
    }
}

/// Nothing we know. Says what is there, and whether it looks like an envelope around the answer.
fn unknown(object: &dyn Object) -> Error {
    for name in ["data", "result", "payload", "body", "payment", "payInfo", "obj", "content"] {
        if matches!(object.get(name), Raw::Object(_) | Raw::Text(_)) {
            return Error::new(Code::Envelope, name);
        }
    }
    // wechatpay API v3 errors: {"code": "PARAM_ERROR", "message": …}
    if let (Raw::Text(code), Raw::Text(message)) = (object.get("code"), object.get("message")) {
        return Error::new(Code::PrepayRefused, "").found(&[code, message].join(" "));
    }
    Error::new(Code::NoPaymentFields, "").found(&object.names().join(", "))
}
