//! `wxpay merchant`: the reference backend.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use wxpay_merchant::{Config, serve};

use crate::failure::Failure;
use crate::out::say;
use crate::{env_file, server};

/// Run the reference merchant backend: login, orders, prepay, query
///
/// Prints `merchant listening on http://…` and serves until ctrl-c or SIGTERM. Its log goes to
/// standard error.
#[derive(Args)]
#[command(after_help = "\
Environment (secrets may come from files instead: WXPAY_API_V2_KEY_FILE and so on):
  WXPAY_APPID             appid of the mini program
  WXPAY_APP_SECRET        its AppSecret
  WXPAY_MCH_ID            merchant number
  WXPAY_API_V2_KEY        APIv2 key, 32 characters
  WXPAY_NOTIFY_URL        public address of /notify/v2; not needed with a sandbox on this machine
  WXPAY_SIGN_TYPE         MD5 (default) or HMAC-SHA256
  WXPAY_GATEWAY           instead of https://api.mch.weixin.qq.com
  WXPAY_LOGIN_GATEWAY     instead of https://api.weixin.qq.com
  WXPAY_DATABASE          SQLite file (default wxpay-merchant.db) or :memory:
  WXPAY_TOKEN_KEY         32 or more characters; without it buyers log in again after a restart
  WXPAY_SPBILL_CREATE_IP  address of this machine (default 127.0.0.1)
  WXPAY_LOG               off, error, warn, info (default), debug or trace

Without a merchant account: `wxpay sandbox --env-file sandbox.env`, then
`wxpay merchant --env-file sandbox.env`.")]
pub struct Merchant {
    /// Address and port; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8800")]
    listen: String,
    /// File with lines NAME=value that go before the environment, as `wxpay sandbox --env-file`
    /// writes it
    #[arg(long, value_name = "PATH")]
    env_file: Option<PathBuf>,
}

impl Merchant {
    /// Serves until it is told to stop.
    pub fn run(self) -> Result<ExitCode, Failure> {
        server::log()?;
        let file = self.env_file.as_deref().map(env_file::read).transpose()?.unwrap_or_default();
        let config =
            Config::from_env(|name| file.get(name).cloned().or_else(|| std::env::var(name).ok()))
                .map_err(|error| Failure::Misuse(error.to_string()))?;
        let merchant = wxpay_merchant::Merchant::open(config)
            .map_err(|error| Failure::Failed(error.to_string()))?;
        server::run(async {
            let (listener, address) = server::bind(&self.listen).await?;
            // before the line that others wait for, so that they may stop it at once
            let stop = server::told_to_stop()?;
            say(&format!("merchant listening on {address}"));
            let served = serve(listener, merchant, stop).await;
            served.map_err(|error| Failure::Failed(format!("the server ended: {error}")))
        })?;
        Ok(ExitCode::SUCCESS)
    }
}
