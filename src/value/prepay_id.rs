//! The id of a prepared payment session.

use super::{text_value, within};

text_value! {
    /// `prepay_id`: at most 64 characters, valid for two hours
    /// (pay.weixin.qq.com/doc/v2/merchant/4011940985). Published ones begin with `wx`, `up_wx` and
    /// `u8`, so no prefix is asked for. `undefined` and `null` come from a backend that never had one.
    PrepayId, "prepay_id",
    "[0-9A-Za-z_]{1,64}",
    |text| {
        within(text, 64, |b| b.is_ascii_alphanumeric() || *b == b'_')
            && text != "undefined"
            && text != "null"
    }
}
