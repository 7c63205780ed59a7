//! The app id of a mini program or official account.

use super::{text_value, within};

text_value! {
    /// An appid, at most 32 characters (pay.weixin.qq.com/doc/v2/merchant/4011940985). Real ones are
    /// `wx` and 16 hexadecimal digits; WeChat DevTools also says `touristappid`, so only the
    /// characters are checked.
    AppId, "appId",
    "[0-9A-Za-z_]{1,32}",
    |text| within(text, 32, |b| b.is_ascii_alphanumeric() || *b == b'_')
}
