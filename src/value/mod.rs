//! Values that cannot be wrong: each type here is made only by parsing, so whoever holds one need
//! not check again. Rules and limits are WeChat Pay's; every file names its source. No I/O, no JS.

mod app_id;
mod fen;
mod nonce_str;
mod out_trade_no;
mod package;
mod pay_sign;
mod prepay_id;
mod sign_type;
mod time_stamp;

pub use app_id::AppId;
pub use fen::Fen;
pub use nonce_str::NonceStr;
pub use out_trade_no::OutTradeNo;
pub use package::Package;
pub(crate) use package::is_app_constant;
pub use pay_sign::PaySign;
pub use prepay_id::PrepayId;
pub use sign_type::SignType;
pub use time_stamp::TimeStamp;

/// A text newtype that is built by `parse` alone: field name, what is expected, and the rule.
macro_rules! text_value {
    ($(#[$doc:meta])* $name:ident, $field:literal, $expected:literal, $rule:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// What a right value looks like, for messages in any language.
            pub const EXPECTED: &str = $expected;

            /// Checks `text` and keeps it exactly as it is: nothing is trimmed or recased.
            pub fn parse(text: &str) -> Result<Self, $crate::Error> {
                let rule: fn(&str) -> bool = $rule;
                if rule(text) {
                    Ok(Self(text.into()))
                } else {
                    Err($crate::Error::malformed($field, text, Self::EXPECTED))
                }
            }

            /// The text as WeChat Pay spells it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
    };
}
use text_value;

/// `text` is 1 to `max` bytes long and every byte satisfies `allowed`.
fn within(text: &str, max: usize, allowed: fn(&u8) -> bool) -> bool {
    (1..=max).contains(&text.len()) && text.as_bytes().iter().all(allowed)
}
