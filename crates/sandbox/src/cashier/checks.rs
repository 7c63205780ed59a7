//! Whether the cashier opens: the checks of `wx.requestPayment`, in one order.
//! Never here: the words of a refusal, and what happens once the cashier is open.
//! Source: pay.weixin.qq.com/doc/v2/merchant/4011939566.

use crate::account::Account;
use crate::explain::{PaymentCase, SignatureCase, V2Case};
use crate::keys::Keys;
use crate::log::clip;
use crate::order::{Order, Prepay, Signing, TradeState};
use crate::sandbox::State;
use crate::signature::{self, Fields, SignType};
use crate::v3::rsa_form;

use super::handed::{Handed, PARAMETERS, type_name};
use super::refusal::Words;

/// A call that opens no cashier.
pub(super) struct Refused {
    pub(super) words: Words,
    /// What was found, in English, for the developer.
    pub(super) reason: String,
    /// The order it was for, when the `prepay_id` tells.
    pub(super) out_trade_no: Option<String>,
    /// Set when the signature was recomputed and came out different.
    pub(super) mismatch: Option<Box<SignatureCase>>,
}

impl Refused {
    pub(super) fn new(words: Words, reason: impl Into<String>) -> Self {
        Self { words, reason: reason.into(), out_trade_no: None, mismatch: None }
    }
}

/// The five values, known to be strings.
struct Texts<'a> {
    time_stamp: &'a str,
    nonce_str: &'a str,
    package: &'a str,
    sign_type: &'a str,
    pay_sign: &'a str,
}

impl Texts<'_> {
    fn named(&self) -> Fields {
        let values = [self.time_stamp, self.nonce_str, self.package, self.sign_type, self.pay_sign];
        PARAMETERS.iter().zip(values).map(|(name, text)| ((*name).into(), text.into())).collect()
    }
}

/// The `out_trade_no` that the cashier opens for.
pub(super) fn judge(
    state: &State,
    account: &Account,
    keys: &Keys,
    handed: &Handed,
) -> Result<String, Refused> {
    let now = state.clock.now();
    let texts = check_types(handed)?;
    let found = state.books.by_prepay_id(handed.prepay_id());
    let checked = check_shapes(&texts).and_then(|()| {
        let (order, prepay) = found.ok_or_else(|| {
            let reason = "the prepay_id in package was never given out here";
            Refused::new(Words::Missing("total_fee"), reason)
        })?;
        check_caller(order, handed)?;
        check_age(order, prepay, now)?;
        check_signature(order, account, keys, handed, &texts)?;
        check_state(order)?;
        Ok(order.out_trade_no().to_owned())
    });
    checked.map_err(|mut refused| {
        refused.out_trade_no = found.map(|(order, _)| order.out_trade_no().to_owned());
        refused
    })
}

/// Whether the order of an open cashier can be paid now: time has passed since it opened.
pub(super) fn judge_payment(state: &State, prepay_id: &str) -> Result<(), Refused> {
    let (order, prepay) = state
        .books
        .by_prepay_id(prepay_id)
        .ok_or_else(|| Refused::new(Words::Closed, "the order is not in the books"))?;
    check_age(order, prepay, state.clock.now())?;
    check_state(order)
}

/// The base library wants strings, and names every parameter that is none.
fn check_types(handed: &Handed) -> Result<Texts<'_>, Refused> {
    let mut found = String::new();
    let mut texts = [""; PARAMETERS.len()];
    for (text, name) in texts.iter_mut().zip(PARAMETERS) {
        match (handed.parameter(name).map(|value| (value, value.as_str())), name) {
            (Some((_, Some(given))), _) => *text = given,
            // The client's default (developers.weixin.qq.com, wx.requestPayment).
            (None, "signType") => *text = SignType::Md5.as_str(),
            (value, _) => {
                let type_name = type_name(value.map(|(value, _)| value));
                found.push_str(&format!(
                    "parameter.{name} should be String instead of {type_name};"
                ));
            }
        }
    }
    if found.is_empty() {
        let [time_stamp, nonce_str, package, sign_type, pay_sign] = texts;
        return Ok(Texts { time_stamp, nonce_str, package, sign_type, pay_sign });
    }
    let reason = found.trim_end_matches(';').replace("parameter.", "").replace(';', ", ");
    Err(Refused::new(Words::ParameterError(found), reason))
}

fn check_shapes(texts: &Texts<'_>) -> Result<(), Refused> {
    // A timeStamp or nonceStr that is wrong as such is reported by clients as a wrong signature.
    if let Some(reason) = wrong_time_stamp(texts.time_stamp) {
        return Err(Refused::new(Words::Signature, reason));
    }
    let length = texts.nonce_str.chars().count();
    if !(1..=32).contains(&length) {
        let reason = format!("nonceStr has {length} characters; allowed are 1 to 32");
        return Err(Refused::new(Words::Signature, reason));
    }
    match wrong_package(texts.package) {
        Some(reason) => Err(Refused::new(Words::Missing("total_fee"), reason)),
        None => Ok(()),
    }
}

fn wrong_time_stamp(text: &str) -> Option<String> {
    let length = text.chars().count();
    match (text.bytes().all(|b| b.is_ascii_digit()), length) {
        (_, 0) => Some("timeStamp is empty".to_owned()),
        (false, _) => Some("timeStamp is not made of digits alone".to_owned()),
        (true, 10) => None,
        (true, 13) => Some(
            "timeStamp is 13 digits: milliseconds, where 10 digits of seconds belong".to_owned(),
        ),
        (true, _) => Some(format!("timeStamp is {length} digits; seconds have 10")),
    }
}

fn wrong_package(package: &str) -> Option<&'static str> {
    let is_id = |id: &str| {
        (1..=64).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
    };
    match package.strip_prefix("prepay_id=") {
        // What JavaScript makes of a value that is not there.
        Some("undefined" | "null") => Some("package has no prepay_id after prepay_id="),
        Some(id) if is_id(id) => None,
        Some("") => Some("package is prepay_id= with nothing after it"),
        Some(_) => Some("package has something that is no prepay_id after prepay_id="),
        None if package.is_empty() => Some("package is empty"),
        None if package == "Sign=WXPay" => {
            Some("package is Sign=WXPay, which belongs to APP payment; order with trade_type JSAPI")
        }
        None if is_id(package) => Some("package is a bare prepay_id; it begins with prepay_id="),
        None => Some("package does not begin with prepay_id="),
    }
}

fn check_caller(order: &Order, handed: &Handed) -> Result<(), Refused> {
    if handed.appid != order.paying_appid() {
        let reason = format!(
            "the running mini program is {}, the order was made for {}",
            clip(&handed.appid),
            order.paying_appid()
        );
        return Err(Refused::new(Words::Missing("appid"), reason));
    }
    // Only the buyer whose openid is in the order can pay it.
    if handed.openid.as_deref().is_some_and(|openid| openid != order.paying_openid()) {
        let reason = "the buyer is not the one whose openid the order was made with";
        return Err(Refused::new(Words::OtherBuyer, reason));
    }
    Ok(())
}

fn check_age(order: &Order, prepay: &Prepay, now: u64) -> Result<(), Refused> {
    if prepay.is_expired(now) {
        let reason = format!("the prepay_id is {} seconds old; it lives 7200", prepay.age(now));
        return Err(Refused::new(Words::Expired, reason));
    }
    if order.is_past_its_end(now) {
        return Err(Refused::new(Words::Expired, "the order's time_expire is over"));
    }
    Ok(())
}

fn check_signature(
    order: &Order,
    account: &Account,
    keys: &Keys,
    handed: &Handed,
    texts: &Texts<'_>,
) -> Result<(), Refused> {
    let made_with = order.signing.as_str();
    if texts.sign_type != made_with {
        let said = match handed.parameter("signType") {
            None => "the call leaves signType out, which means MD5".to_owned(),
            Some(_) => format!("the call says {}", clip(texts.sign_type)),
        };
        let reason = format!("the order was made with {made_with}, {said}");
        return Err(Refused::new(Words::Signature, reason));
    }
    match order.signing {
        Signing::V2(sign_type) => check_v2(order, account, sign_type, handed, texts),
        Signing::Rsa => check_rsa(order, keys, handed, texts),
    }
}

/// `appId\ntimeStamp\nnonceStr\nprepay_id=…\n` under the merchant's key; `signType` is not signed.
/// Source: pay.weixin.qq.com/doc/v3/merchant/4012365341.
fn check_rsa(
    order: &Order,
    keys: &Keys,
    handed: &Handed,
    texts: &Texts<'_>,
) -> Result<(), Refused> {
    let (time, nonce, package) = (texts.time_stamp, texts.nonce_str, texts.package);
    let message = [&*handed.appid, time, nonce, package, ""].join("\n");
    if keys.merchant.verifies(message.as_bytes(), texts.pay_sign) {
        return Ok(());
    }
    let reason = rsa_form::describe_refused("paySign", texts.pay_sign);
    let mut refused = Refused::new(Words::Signature, reason);
    refused.mismatch = Some(Box::new(SignatureCase::Payment(PaymentCase {
        app_id: handed.appid.clone(),
        parameters: texts.named(),
        provider_appid: order.provider_appid().to_owned(),
        certificate: keys.merchant_certificate.clone(),
    })));
    Err(refused)
}

fn check_v2(
    order: &Order,
    account: &Account,
    sign_type: SignType,
    handed: &Handed,
    texts: &Texts<'_>,
) -> Result<(), Refused> {
    let fields: Fields = [
        ("appId", handed.appid.as_str()),
        ("timeStamp", texts.time_stamp),
        ("nonceStr", texts.nonce_str),
        ("package", texts.package),
        ("signType", texts.sign_type),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into();
    let expected = signature::sign(&fields, &account.api_v2_key, sign_type);
    if signature::is_same(texts.pay_sign, &expected) {
        return Ok(());
    }
    let reason = signature::describe_refused("paySign", texts.pay_sign, &expected);
    let mut refused = Refused::new(Words::Signature, reason);
    refused.mismatch = Some(Box::new(SignatureCase::V2(V2Case {
        call: "requestPayment",
        fields,
        sent: texts.pay_sign.to_owned(),
        expected,
        sign_type,
        key: account.api_v2_key.clone(),
        provider_appid: order.provider_appid().to_owned(),
    })));
    Err(refused)
}

fn check_state(order: &Order) -> Result<(), Refused> {
    match order.trade_state() {
        TradeState::NotPay => Ok(()),
        TradeState::Success | TradeState::Refund => {
            Err(Refused::new(Words::Paid, "the order is paid already"))
        }
        TradeState::Closed => Err(Refused::new(Words::Closed, "the order was closed")),
    }
}
