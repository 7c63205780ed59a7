//! The parameters of `wx.requestPayment` as they were handed over, found under whatever name they have.

use super::case::Given;

/// The names that a mini program uses (pay.weixin.qq.com/doc/v2/merchant/4011939566), and what people
/// and SDKs make of them (src/answer/fields.rs; tests/vectors/answers).
const NAMES: [(&str, &[&str]); 5] = [
    ("timeStamp", &["timestamp", "time_stamp", "timestamps"]),
    ("nonceStr", &["noncestr", "nonce_str", "nonceString"]),
    (
        "package",
        &["packageValue", "packageVal", "package_", "packageStr", "prepayIdPackage", "packages"],
    ),
    ("signType", &["signtype", "sign_type"]),
    ("paySign", &["paysign", "pay_sign", "sign", "signature"]),
];

/// Fields that only APP payment has.
const APP: [&str; 4] = ["partnerid", "partnerId", "prepayid", "prepayId"];

/// One parameter: where it was found and what it is.
#[derive(Clone, Copy)]
pub struct Parameter<'a> {
    /// The name that it was sent under.
    pub sent_as: &'a str,
    pub value: &'a Given,
}

/// A call, taken apart.
pub struct Call<'a> {
    given: &'a [(String, Given)],
}

impl<'a> Call<'a> {
    pub fn new(given: &'a [(String, Given)]) -> Self {
        Self { given }
    }

    /// The five, as far as they are there.
    pub fn parameters(&self) -> impl Iterator<Item = Option<Parameter<'a>>> {
        NAMES.iter().map(|(name, _)| self.parameter(name))
    }

    /// The names of the five.
    pub fn names() -> impl Iterator<Item = &'static str> {
        NAMES.iter().map(|(name, _)| *name)
    }

    /// A parameter under its own name, or else under another.
    pub fn parameter(&self, name: &str) -> Option<Parameter<'a>> {
        let (name, others) = NAMES.iter().find(|(each, _)| *each == name)?;
        let names = core::iter::once(name).chain(others.iter());
        names
            .filter_map(|sent_as| self.given(sent_as))
            .find(|(_, value)| !value.text().is_empty())
            .map(|(sent_as, value)| Parameter { sent_as, value })
    }

    /// The text of one of the five; empty where there is none.
    pub fn text(&self, name: &str) -> &'a str {
        self.parameter(name).map_or("", |parameter| parameter.value.text())
    }

    /// A field of any name.
    pub fn given(&self, name: &str) -> Option<(&'a str, &'a Given)> {
        let found = self.given.iter().find(|(each, _)| each == name);
        found.map(|(name, value)| (name.as_str(), value))
    }

    pub fn word(&self, name: &str) -> &'a str {
        self.given(name).map_or("", |(_, value)| value.text())
    }

    /// `appId` among the parameters: official accounts pass it, and many backends send it along.
    pub fn app_id(&self) -> &'a str {
        ["appId", "appid", "app_id"]
            .iter()
            .map(|name| self.word(name))
            .find(|id| !id.is_empty())
            .unwrap_or("")
    }

    /// A field of APP payment, if there is one.
    pub fn of_app(&self) -> Option<&'a str> {
        APP.iter().find_map(|name| self.given(name).map(|(name, _)| name))
    }

    /// All that is none of the five, with texts.
    pub fn others(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let known =
            |name: &str| NAMES.iter().any(|(each, others)| *each == name || others.contains(&name));
        self.given
            .iter()
            .map(|(name, value)| (name.as_str(), value.text()))
            .filter(move |(name, _)| !known(name) && !["appId", "appid", "app_id"].contains(name))
    }

    /// Every field.
    pub fn all(&self) -> impl Iterator<Item = (&'a str, &'a Given)> {
        self.given.iter().map(|(name, value)| (name.as_str(), value))
    }
}
