//! The `package` parameter: a prepay_id with its prefix.

use super::PrepayId;
use crate::error::{Code, Error};
use crate::text::concat;

/// `package` of `wx.requestPayment`: `prepay_id=` and the id, at most 128 characters
/// (pay.weixin.qq.com/doc/v3/merchant/4012791898).
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct Package(String);

const PREFIX: &str = "prepay_id=";

impl Package {
    /// Checks a `package` as a backend sent it.
    pub fn parse(text: &str) -> Result<Self, Error> {
        if let Some(id) = text.strip_prefix(PREFIX) {
            return PrepayId::parse(id)
                .map(|_| Self(text.into()))
                .map_err(|error| error.at("package"));
        }
        // "Sign=WXPay" is the constant of APP payments (pay.weixin.qq.com/doc/v2/merchant/4011939566
        // belongs to the mini program; the APP page has its own parameters).
        let code = if is_app_constant(text) { Code::AppAnswer } else { Code::PackagePrefix };
        Err(Error::new(code, "package").found(text))
    }

    /// The prepay_id without its prefix.
    pub fn prepay_id(&self) -> &str {
        &self.0[PREFIX.len()..]
    }

    /// The text as it is signed and sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&PrepayId> for Package {
    fn from(id: &PrepayId) -> Self {
        Self(concat(&[PREFIX, id.as_str()]))
    }
}

/// `Sign=WXPay` in any case: also seen as `Sign=wxpay`.
pub(crate) fn is_app_constant(text: &str) -> bool {
    text.eq_ignore_ascii_case("Sign=WXPay")
}
