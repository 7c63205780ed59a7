//! The merchant's order number.

use super::{text_value, within};

text_value! {
    /// `out_trade_no`: at most 32 of `0-9 A-Z a-z _ - | *` (older pages add `@`), unique in a merchant
    /// (pay.weixin.qq.com/doc/v2/merchant/4011936530). That page asks for six characters at least;
    /// older numbers are shorter and still have to be queried, so the lower bound is left to WeChat.
    OutTradeNo, "outTradeNo",
    en: "1 to 32 of 0-9 A-Z a-z _ - | *",
    zh: "1 到 32 位，只含数字、字母和 _ - | *",
    |text| within(text, 32, |b| b.is_ascii_alphanumeric() || b"_-|*@".contains(b))
}
