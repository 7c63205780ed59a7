//! Signing again: the second signature of a payment, over what the client will send.

use super::{Signer, canonical};
use crate::error::Error;
use crate::pair::Pair;
use crate::request_payment::RequestPayment;
use crate::value::{AppId, Package, PaySign, SignType};

/// Signs what `wx.requestPayment` gets: `appId`, `nonceStr`, `package`, `signType`, `timeStamp`, in
/// exactly this spelling (pay.weixin.qq.com/doc/v2/merchant/4011939566). `appId` is signed and not
/// sent; `sign_type` must be the one of the order.
pub fn sign_payment(
    app_id: &AppId,
    pair: &Pair,
    package: Package,
    sign_type: SignType,
    signer: &dyn Signer,
) -> Result<RequestPayment, Error> {
    let text = canonical([
        ("appId", app_id.as_str()),
        ("nonceStr", pair.nonce_str.as_str()),
        ("package", package.as_str()),
        ("signType", sign_type.as_str()),
        ("timeStamp", pair.time_stamp.as_str()),
    ])?;
    Ok(RequestPayment {
        time_stamp: pair.time_stamp.clone(),
        nonce_str: pair.nonce_str.clone(),
        package,
        sign_type,
        // a signer of another type than `sign_type` is noticed here by the form of its answer
        pay_sign: PaySign::parse(&signer.sign(&text), sign_type)?,
    })
}
