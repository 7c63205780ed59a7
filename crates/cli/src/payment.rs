//! The parameters of `wx.requestPayment`, one by one on the command line.

use clap::Args;

/// The heading of these options.
pub const PAYMENT: &str = "Parameters of wx.requestPayment, without a file";

/// What is signed, but for appId and signType
#[derive(Args)]
#[command(next_help_heading = PAYMENT)]
pub struct Payment {
    /// timeStamp, as it was sent
    #[arg(long, value_name = "TEXT")]
    time_stamp: Option<String>,
    /// nonceStr
    #[arg(long, value_name = "TEXT")]
    nonce_str: Option<String>,
    /// package
    #[arg(long, value_name = "TEXT")]
    package: Option<String>,
}

impl Payment {
    /// Those that were given, under WeChat's names.
    pub fn given(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let named = [
            ("timeStamp", &self.time_stamp),
            ("nonceStr", &self.nonce_str),
            ("package", &self.package),
        ];
        named.into_iter().filter_map(|(name, text)| Some((name, text.as_deref()?)))
    }
}
