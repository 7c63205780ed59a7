//! The parameters that open WeChat's cashier.

use crate::plain::Plain;
use crate::value::{NonceStr, Package, PaySign, SignType, TimeStamp};

/// What `wx.requestPayment` takes: exactly five, all of them text
/// (pay.weixin.qq.com/doc/v2/merchant/4011939566). The official account call
/// `getBrandWCPayRequest` takes `appId` as a sixth, which the page that calls it knows.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestPayment {
    /// Seconds, ten digits.
    pub time_stamp: TimeStamp,
    /// At most 32 characters.
    pub nonce_str: NonceStr,
    /// `prepay_id=…`.
    pub package: Package,
    /// Always sent: the client's default is MD5, also for orders of API v3.
    pub sign_type: SignType,
    /// The signature over the others and the app id.
    pub pay_sign: PaySign,
}

impl RequestPayment {
    /// The parameters as the client takes them.
    pub fn plain(&self) -> Plain<'_> {
        let mut fields = Vec::new();
        Plain::add(&mut fields, "timeStamp", self.time_stamp.as_str());
        Plain::add(&mut fields, "nonceStr", self.nonce_str.as_str());
        Plain::add(&mut fields, "package", self.package.as_str());
        Plain::add(&mut fields, "signType", self.sign_type.as_str());
        Plain::add(&mut fields, "paySign", self.pay_sign.as_str());
        Plain::Object(fields)
    }
}
