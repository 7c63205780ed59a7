//! The moment of a payment, in seconds.

use super::{text_value, within};
use crate::error::Error;

text_value! {
    /// `timeStamp`: seconds since 1970 as a text of ten digits
    /// (pay.weixin.qq.com/doc/v3/merchant/4012791898: "部分系统取到的值为毫秒级，需要转换成秒(10位数字)").
    TimeStamp, "timeStamp",
    "[1-9][0-9]{9} (s)",
    |text| text.len() == 10 && within(text, 10, u8::is_ascii_digit) && !text.starts_with('0')
}

impl TimeStamp {
    /// From a clock in milliseconds. Fails outside the years 2001 to 2286, where seconds have other
    /// than ten digits: such a clock is wrong.
    pub fn from_millis(millis: u64) -> Result<Self, Error> {
        Self::parse(&crate::text::digits(millis / 1000))
    }

    /// Seconds since 1970.
    pub fn seconds(&self) -> u64 {
        // ten digits always fit
        self.0.bytes().fold(0, |sum, b| sum * 10 + u64::from(b - b'0'))
    }
}
