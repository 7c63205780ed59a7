//! The signature of what WeChat Pay says, answers and notifications alike. Never here: whose key it is.

/// A clock may differ from WeChat Pay's by less than this many seconds ("5分钟",
/// pay.weixin.qq.com/doc/v3/merchant/4013053249).
const MOST_SKEW: u64 = 5 * 60;
/// Some notifications are signed wrongly on purpose, to see whether it is noticed: "签名探测，请按验签失败
/// 返回即可" (pay.weixin.qq.com/doc/v3/merchant/4013053420). The right one is sent after it.
const PROBE: &str = "WECHATPAY/SIGNTEST/";

/// The four headers of a signature.
#[derive(Clone, Debug)]
pub(crate) struct Signed {
    pub(crate) timestamp: String,
    pub(crate) nonce: String,
    pub(crate) signature: String,
    pub(crate) serial: String,
}

impl Signed {
    /// Takes the headers as `header` gives them; none where one of them is missing.
    pub(crate) fn read<'a>(header: impl Fn(&str) -> Option<&'a str>) -> Option<Self> {
        let text = |name| header(name).filter(|text| !text.is_empty()).map(str::to_owned);
        Some(Self {
            timestamp: text("wechatpay-timestamp")?,
            nonce: text("wechatpay-nonce")?,
            signature: text("wechatpay-signature")?,
            serial: text("wechatpay-serial")?,
        })
    }

    /// What is signed: the body as it came, not as it would be written again.
    pub(super) fn message(&self, body: &str) -> String {
        [&self.timestamp, "\n", &self.nonce, "\n", body, "\n"].concat()
    }

    /// Whether it is recent enough at `now` (seconds).
    pub(super) fn is_recent(&self, now: u64) -> bool {
        self.timestamp.parse::<u64>().is_ok_and(|then| then.abs_diff(now) < MOST_SKEW)
    }

    pub(super) fn is_probe(&self) -> bool {
        self.signature.starts_with(PROBE)
    }
}
