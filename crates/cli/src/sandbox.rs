//! `wxpay sandbox`: a WeChat Pay of one's own.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use wxpay_sandbox::{Account, serve};

use crate::failure::Failure;
use crate::out::say;
use crate::{env_file, explain, key_folder, server, state_file};

/// Run an offline WeChat Pay: both APIs, the login, the cashier and the notifications
///
/// Prints `sandbox listening on http://…` and then the environment for a merchant, and serves until
/// ctrl-c or SIGTERM. No money moves. It makes its own keys and needs no configuration. Open its address
/// in a browser to see orders, notifications, and what was wrong with the last signature.
#[derive(Args)]
#[command(after_help = "\
Point a merchant or an SDK at the printed address instead of https://api.mch.weixin.qq.com and
https://api.weixin.qq.com. It answers
  /sns/jscode2session
  /connect/oauth2/authorize, /sns/oauth2/access_token         (pages of an official account, 公众号)
  /pay/unifiedorder, orderquery, closeorder, refundquery, /secapi/pay/refund           (API v2, XML)
  /v3/pay/transactions/jsapi, …/id/…, …/out-trade-no/…, …/close, /v3/pay/partner/…,
  /v3/refund/domestic/refunds, /v3/certificates                                      (API v3, JSON)

What a person or a test does is under /_sandbox:
  POST   /_sandbox/login                   a code, as wx.login gives it
  POST   /_sandbox/cashier                 the parameters, as wx.requestPayment gets them, and appId
  POST   /_sandbox/cashier/ID/pay          or cancel, not-enough, walk-away, kill, pay-and-kill,
                                           pay-seen-as-cancel
  GET    /_sandbox/bridge                  WeixinJSBridge, for a page in an ordinary browser (docs/H5.md)
  POST   /_sandbox/clock                   {\"advanceSeconds\": 7200}
  GET    /_sandbox/notifications           what was sent, the answers, the next time; ?wait=10
  POST   /_sandbox/notifications/ID/send   {\"as\": \"probe\", \"times\": 3, \"together\": true}
  POST   /_sandbox/refunds                 {\"outTradeNo\": \"…\", \"fen\": 1}: at the merchant console
  POST   /_sandbox/certificates            {}: a new platform certificate
  POST   /_sandbox/faults                  {\"kind\": \"drop_after\", \"path\": \"/pay/\", \"chance\": 0.1, \"seed\": 7}
  PUT    /_sandbox/settings                {} shows what there is to set
  GET    /_sandbox/books                   orders and refunds
  GET    /_sandbox/log                     what it was sent, what was wrong with it, and why

Environment: WXPAY_APPID, WXPAY_APP_SECRET, WXPAY_OFFICIAL_APPID, WXPAY_OFFICIAL_APP_SECRET, WXPAY_MCH_ID,
WXPAY_MCH_NAME, WXPAY_API_V2_KEY and WXPAY_API_V3_KEY give it an account; what is not set is made up.")]
pub struct Sandbox {
    /// Address and port; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8801")]
    listen: String,
    /// Also write the environment for a merchant to this file, readable by you alone
    #[arg(long, value_name = "PATH")]
    env_file: Option<PathBuf>,
    /// Take a login code from elsewhere for the sandbox's own buyer's: WeChat DevTools and phones
    /// have theirs from WeChat
    #[arg(long)]
    any_code: bool,
    /// Folder for the RSA keys of API v3: those in it are used, otherwise new ones are written to it.
    /// Without it they are in a temporary folder that goes with the sandbox
    #[arg(long, value_name = "FOLDER")]
    keys: Option<PathBuf>,
    /// Keep account, orders, refunds and notifications in this file, and go on from it next time. It is
    /// written a fifth of a second after a change and at the end; the keys are in FILE.keys unless
    /// --keys says otherwise
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// Sign API v3 with a platform certificate, which can be downloaded then, instead of the WeChat
    /// Pay public key: for merchants and SDKs from before 2024
    #[arg(long)]
    platform_certificate: bool,
    /// Send notifications to public hosts too, not only to this machine and private networks
    #[arg(long)]
    notify_anywhere: bool,
}

impl Sandbox {
    /// Serves until it is told to stop.
    pub fn run(self) -> Result<ExitCode, Failure> {
        let state = self.state.as_deref().map(state_file::open).transpose()?.unwrap_or_default();
        let account = Account::from_environment(|name| {
            let given = std::env::var(name).ok().filter(|value| !value.is_empty());
            given.or_else(|| state.account.get(name).cloned())
        })
        .map_err(|error| Failure::Misuse(error.to_string()))?;
        let keys = self.keys.or_else(|| self.state.as_deref().map(state_file::keys_beside));
        let folder = key_folder::open(keys.as_deref(), &account.mch_id)?;
        // it judges alone, and asks the doctor afterwards
        let doctor = Box::new(explain::Doctor);
        let mut sandbox =
            wxpay_sandbox::Sandbox::with_explain(account, Arc::new(folder.keys), doctor);
        let _until_the_end = folder.temporary;
        if let Some(file) = self.state {
            state_file::restore(&sandbox, &file, &state)?;
            sandbox = sandbox.kept_in(file);
        }
        if self.platform_certificate {
            sandbox = sandbox.with_platform_certificate();
        }
        if self.notify_anywhere {
            sandbox = sandbox.notifying_anywhere();
        }
        if self.any_code {
            sandbox = sandbox.taking_any_code();
        }
        // a name that it was told to listen on is a name of its own
        if let Some((name, _)) = self.listen.rsplit_once(':') {
            sandbox = sandbox.called(name);
        }
        server::run(async {
            let (listener, address) = server::bind(&self.listen).await?;
            // before the line that others wait for, so that they may stop it at once
            let stop = server::told_to_stop()?;
            let environment = sandbox.environment(&address) + &folder.lines;
            if let Some(path) = &self.env_file {
                env_file::write(path, &environment)?;
            }
            say(&format!("sandbox listening on {address}\n{environment}"));
            let served = serve(listener, sandbox, stop).await;
            served.map_err(|error| Failure::Failed(format!("the server ended: {error}")))
        })?;
        Ok(ExitCode::SUCCESS)
    }
}
