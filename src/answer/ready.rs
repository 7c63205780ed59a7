//! Parameters that a backend has signed: checked, spelled as WeChat spells them, never re-signed.

use super::{Context, check_app_id};
use super::fields::{NONCE_STR, PACKAGE, PAY_SIGN, PREPAY_ID, SIGN_TYPE, TIME_STAMP};
use crate::error::{Code, Error};
use crate::pair::Pair;
use crate::request_payment::RequestPayment;
use crate::untrusted::{Object, Raw, first};
use crate::value::{NonceStr, Package, PaySign, PrepayId, SignType, TimeStamp};

/// Whether the five parameters are what this object is about: it has a paySign, or it has both
/// halves of the pair and a package that is not APP's.
pub fn looks_ready(object: &dyn Object) -> bool {
    let has = |names| !first(object, names).is_absent();
    has(PAY_SIGN) || (has(TIME_STAMP) && has(NONCE_STR) && has(PACKAGE) && !looks_app(object))
}

/// Whether this is an answer for APP payment: `package` is `Sign=WXPay`, or `partnerid` is there
/// without a paySign. Its order was made with trade_type APP and cannot be paid in a mini program.
pub fn looks_app(object: &dyn Object) -> bool {
    let constant = match first(object, PACKAGE) {
        Raw::Text(text) => crate::value::is_app_constant(&text),
        _ => false,
    };
    let partner = !first(object, &["partnerid", "partnerId"]).is_absent();
    constant || (partner && first(object, PAY_SIGN).is_absent())
}

pub fn read(
    object: &dyn Object,
    context: Context<'_>,
    warnings: &mut Vec<Error>,
) -> Result<RequestPayment, Error> {
    if looks_app(object) {
        return Err(Error::new(Code::AppAnswer, "package"));
    }
    check_app_id(object, context)?;
    let time_stamp = time_stamp(first(object, TIME_STAMP), warnings)?;
    let nonce_str = NonceStr::parse(&first(object, NONCE_STR).into_text("nonceStr")?)?;
    let package = package(object)?;
    let pay_sign = first(object, PAY_SIGN).into_text("paySign")?;
    let sign_type = match first(object, SIGN_TYPE).into_optional_text("signType")? {
        Some(text) => SignType::parse(&text)?,
        // the client would assume MD5; the form of the signature says what the backend meant
        None => {
            warnings.push(Error::new(Code::Missing, "signType"));
            PaySign::implied(&pay_sign).unwrap_or(SignType::Md5)
        }
    };
    let pay_sign = PaySign::parse(&pay_sign, sign_type)?;
    check_pair(object, &nonce_str, &time_stamp, context, warnings)?;
    Ok(RequestPayment { app_id: None, time_stamp, nonce_str, package, sign_type, pay_sign })
}

/// A number of ten digits becomes its text: the client refuses numbers ("parameter.timeStamp should
/// be String instead of Number"), and the signature was made over the same digits.
fn time_stamp(raw: Raw, warnings: &mut Vec<Error>) -> Result<TimeStamp, Error> {
    let text = match raw.integer() {
        Some(number) => {
            let text = number.to_string();
            if text.len() == 10 {
                warnings.push(Error::new(Code::TimeStampNumber, "timeStamp").found(&text));
            }
            text
        }
        None => raw.into_text("timeStamp")?,
    };
    if text.len() == 13 && text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Error::new(Code::TimeStampMillis, "timeStamp").found(&text));
    }
    TimeStamp::parse(&text)
}

fn package(object: &dyn Object) -> Result<Package, Error> {
    let package = Package::parse(&first(object, PACKAGE).into_text("package")?)?;
    // an SDK that sends both must mean the same session by them
    match first(object, PREPAY_ID).into_optional_text("prepay_id")? {
        Some(id) if PrepayId::parse(&id).is_ok() && id != package.prepay_id() => {
            Err(Error::new(Code::PrepayIdMismatch, "prepay_id"))
        }
        _ => Ok(package),
    }
}

/// A signature over another pair than ours is an old answer played again, unless the backend says
/// that it made the pair itself.
fn check_pair(
    object: &dyn Object,
    nonce_str: &NonceStr,
    time_stamp: &TimeStamp,
    context: Context<'_>,
    warnings: &mut Vec<Error>,
) -> Result<(), Error> {
    let ours = |pair: &Pair| pair.nonce_str == *nonce_str && pair.time_stamp == *time_stamp;
    let marked = matches!(object.get("pair"), Raw::Text(text) if text == "backend");
    match context.pair {
        Some(pair) if !ours(pair) => {
            if context.strict_pair && !marked {
                return Err(Error::new(Code::StalePair, "nonceStr"));
            }
            warnings.push(Error::new(Code::PairOfBackend, "nonceStr"));
            Ok(())
        }
        _ => Ok(()),
    }
}
