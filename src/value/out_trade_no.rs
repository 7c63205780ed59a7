//! The merchant's order number.

use super::{text_value, within};

text_value! {
    /// `out_trade_no`: at most 32 of `0-9 A-Z a-z _ - | *` (older pages add `@`), unique in a merchant
    /// (pay.weixin.qq.com/doc/v2/merchant/4011936530). That page asks for six characters at least;
    /// older numbers are shorter and still have to be queried, so the lower bound is left to WeChat.
    OutTradeNo, "outTradeNo",
    "[0-9A-Za-z_|*@-]{1,32}",
    |text| within(text, 32, |b| b.is_ascii_alphanumeric() || b"_-|*@".contains(b))
}
