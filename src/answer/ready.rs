//! Parameters that a backend has signed: checked, spelled as WeChat spells them, never re-signed.

use super::fields::{NONCE_STR, PACKAGE, PAY_SIGN, PREPAY_ID, SIGN, SIGN_TYPE, TIME_STAMP};
use super::{Context, check_app_id};
use crate::error::{Code, Error};
use crate::pair::Pair;
use crate::request_payment::RequestPayment;
use crate::text::digits;
use crate::untrusted::{Fields, Raw};
use crate::value::{NonceStr, Package, PaySign, PrepayId, SignType, TimeStamp, is_app_constant};

/// Whether the ready parameters are what this object is about: it has a paySign, or a time beside
/// whatever else there is. The time tells them from an order's answer, whose `sign` and `nonce_str`
/// are the order's own and not for the client.
pub fn is_ready(object: Fields<'_>) -> bool {
    object.has(PAY_SIGN)
        || (object.has(TIME_STAMP)
            && (object.has(PACKAGE) || object.has(PREPAY_ID))
            && !object.has(&["return_code", "returnCode"]))
}

/// Whether this is an answer for APP payment: `Sign=WXPay`, `trade_type` APP, or a `partnerid`
/// without a paySign. Such an order cannot be paid in a mini program.
pub fn is_app(object: Fields<'_>) -> bool {
    let partner = !object.word(&["partnerid", "partnerId"]).is_empty();
    is_app_constant(object.word(PACKAGE))
        || object.word(&["trade_type", "tradeType"]) == "APP"
        || (partner && !object.has(PAY_SIGN))
}

pub fn read(
    object: Fields<'_>,
    context: Context<'_>,
    warnings: &mut Vec<Error>,
) -> Result<Box<RequestPayment>, Error> {
    check_app_id(object, context)?;
    let time_stamp = time_stamp(object.first(TIME_STAMP), warnings)?;
    let nonce_str = NonceStr::parse(object.first(NONCE_STR).text("nonceStr")?)?;
    let package = package(object)?;
    let pay_sign = match object.first(PAY_SIGN) {
        // a signature beside a time is the client's, whatever its name
        Raw::Missing => object.first(SIGN),
        raw => raw,
    };
    let pay_sign = pay_sign.text("paySign")?;
    let sign_type = match object.first(SIGN_TYPE).optional_text("signType")? {
        Some(text) => SignType::parse(text)?,
        // the client would assume MD5; the form of the signature says what the backend meant
        None => {
            warnings.push(Error::new(Code::Missing, "signType"));
            PaySign::implied(pay_sign)
        }
    };
    let pay_sign = PaySign::parse(pay_sign, sign_type)?;
    check_pair(object, &nonce_str, &time_stamp, context, warnings)?;
    Ok(Box::new(RequestPayment { time_stamp, nonce_str, package, sign_type, pay_sign }))
}

/// A number of ten digits becomes its text: the client refuses numbers ("parameter.timeStamp should
/// be String instead of Number"), and the signature was made over the same digits.
fn time_stamp(raw: Raw<'_>, warnings: &mut Vec<Error>) -> Result<TimeStamp, Error> {
    let number = raw.integer().map(digits);
    let text = match &number {
        Some(text) => {
            warnings.push(Error::new(Code::TimeStampNumber, "timeStamp").found(text));
            text.as_str()
        }
        None => raw.text("timeStamp")?,
    };
    if text.len() == 13 && text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Error::new(Code::TimeStampMillis, "timeStamp").found(text));
    }
    TimeStamp::parse(text)
}

fn package(object: Fields<'_>) -> Result<Package, Error> {
    let id = object.first(PREPAY_ID).optional_text("prepay_id")?;
    match (object.first(PACKAGE).optional_text("package")?, id) {
        (Some(package), None) => Package::parse(package),
        // some hand-written backends sign the package and send the id alone, or call the package prepay_id
        (None, Some(id)) if id.starts_with("prepay_id=") => Package::parse(id),
        (None, Some(id)) => PrepayId::parse(id).map(|id| Package::from(&id)),
        (None, None) => Err(Error::new(Code::Missing, "package")),
        // an SDK that sends both must mean the same session by them
        (Some(package), Some(id)) => {
            let package = Package::parse(package)?;
            match id == package.prepay_id() || id == package.as_str() {
                true => Ok(package),
                false => Err(Error::new(Code::PrepayIdMismatch, "prepay_id")),
            }
        }
    }
}

/// A signature over another pair than ours is an old answer played again, unless the backend says
/// that it made the pair itself.
fn check_pair(
    object: Fields<'_>,
    nonce_str: &NonceStr,
    time_stamp: &TimeStamp,
    context: Context<'_>,
    warnings: &mut Vec<Error>,
) -> Result<(), Error> {
    let ours = |pair: &Pair| pair.nonce_str == *nonce_str && pair.time_stamp == *time_stamp;
    match context.pair {
        Some(pair) if !ours(pair) => {
            if context.strict_pair && object.word(&["pair"]) != "backend" {
                return Err(Error::new(Code::StalePair, "nonceStr"));
            }
            warnings.push(Error::new(Code::PairOfBackend, "nonceStr"));
            Ok(())
        }
        _ => Ok(()),
    }
}
