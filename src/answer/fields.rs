//! The names under which backends send one and the same field. The first is WeChat's own; the others
//! are what published SDKs make of it (golden answers: tests/vectors/answers).

/// Seconds. `timestamp` is the spelling of the JS-SDK and of APP payments.
pub const TIME_STAMP: &[&str] = &["timeStamp", "timestamp", "time_stamp"];
/// The random text.
pub const NONCE_STR: &[&str] = &["nonceStr", "nonce_str", "noncestr"];
/// `package` is a keyword in Java: WxJava sends `packageValue`, wechatpay-java `packageVal`.
pub const PACKAGE: &[&str] =
    &["package", "packageValue", "packageVal", "package_", "prepayIdPackage", "packageSign"];
/// How it is signed.
pub const SIGN_TYPE: &[&str] = &["signType", "sign_type"];
/// The signature for the client.
pub const PAY_SIGN: &[&str] = &["paySign", "pay_sign"];
/// What may be the client's signature where there is no paySign.
pub const SIGN: &[&str] = &["sign", "signature"];
/// The prepared session, bare.
pub const PREPAY_ID: &[&str] = &["prepay_id", "prepayId", "prePayId", "prepayid"];
/// The app id.
pub const APP_ID: &[&str] = &["appId", "appid"];
/// The merchant's number of the order.
pub const OUT_TRADE_NO: &[&str] = &["outTradeNo", "out_trade_no"];
/// The amount in fen.
pub const TOTAL: &[&str] = &["total", "total_fee", "totalFee"];
