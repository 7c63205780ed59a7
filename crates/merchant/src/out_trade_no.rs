//! Numbers for new orders.

use wxpay_mini::value::{NonceStr, OutTradeNo};

use crate::error::{Code, Error};
use crate::random;

/// 28 of the 32 characters that WeChat Pay allows (pay.weixin.qq.com/doc/v2/merchant/4011936530).
/// 140 random bits: nobody guesses another buyer's order, and no two are ever alike.
const LENGTH: usize = 28;

pub(crate) fn generate() -> Result<OutTradeNo, Error> {
    // the nonce's alphabet has neither 0 nor O, so a number can be read out over the phone
    let random = NonceStr::from_random(random::bytes()?);
    OutTradeNo::parse(&random.as_str()[..LENGTH])
        .map_err(|error| Error::new(Code::Internal).because(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_differ_and_fit() {
        let (one, two) = (generate().unwrap(), generate().unwrap());
        assert_ne!(one, two);
        assert_eq!(one.as_str().len(), LENGTH);
        assert!(one.as_str().bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()));
    }
}
