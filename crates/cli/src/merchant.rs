//! `wxpay merchant`: the reference backend, and what its operator does.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use serde_json::json;
use wxpay_merchant::{Config, run};

use crate::failure::Failure;
use crate::out::say;
use crate::{env_file, server};

/// Run the reference merchant backend: login, orders, payments, notifications, refunds
///
/// Prints `merchant listening on http://…` and serves until ctrl-c or SIGTERM. Every second it looks
/// after what did not arrive: it asks WeChat Pay about orders without a notification, closes orders that
/// expired and brings refunds to their end. Its log goes to standard error; no secret is in it.
#[derive(Args)]
#[command(after_help = "\
What it must know (environment; a value may come from a file instead: WXPAY_API_V3_KEY_FILE and so on):
  WXPAY_APPID             appid of the mini program
  WXPAY_APP_SECRET        its AppSecret
  WXPAY_MCH_ID            merchant number
  WXPAY_NOTIFY_URL        public address of /notify/v2 or /notify/v3; not needed with a sandbox on this machine
  WXPAY_API               v2 (default) or v3: how new orders are made; older ones keep what they were made with

An official account (公众号) whose pages sell too, under the same merchant number (docs/H5.md):
  WXPAY_OFFICIAL_APPID       its appid, and
  WXPAY_OFFICIAL_APP_SECRET  its AppSecret

API v2:
  WXPAY_API_V2_KEY        APIv2 key, 32 characters
  WXPAY_SIGN_TYPE         MD5 (default) or HMAC-SHA256
  WXPAY_CERTIFICATE_FILE  apiclient_cert.pem, and
  WXPAY_PRIVATE_KEY_FILE  apiclient_key.pem: for refunds alone

API v3:
  WXPAY_API_V3_KEY        APIv3 key, 32 characters
  WXPAY_PRIVATE_KEY_FILE  apiclient_key.pem
  WXPAY_MCH_SERIAL        number of the merchant's certificate, or WXPAY_CERTIFICATE_FILE apiclient_cert.pem
  WXPAY_PUBLIC_KEY_ID     PUB_KEY_ID_…, and
  WXPAY_PUBLIC_KEY_FILE   pub_key.pem; without both, platform certificates are fetched

What may stay as it is:
  WXPAY_DATABASE          SQLite file (default wxpay-merchant.db) or :memory:
  WXPAY_TOKEN_KEY         32 or more characters; without it buyers log in again after a restart
  WXPAY_ORDER_MINUTES     how long an order can be paid (default 1440, a day)
  WXPAY_LOGIN_LIMIT       logins from one address in a minute (default 30; 0 for any number)
  WXPAY_PREPAY_LIMIT      prepays of one buyer in a minute (default 60; 0 for any number)
  WXPAY_ADDRESS_HEADER    header in which your own proxy tells the client's address, such as X-Real-IP
  WXPAY_SPBILL_CREATE_IP  address of this machine (default 127.0.0.1)
  WXPAY_GATEWAY           instead of https://api.mch.weixin.qq.com
  WXPAY_LOGIN_GATEWAY     instead of https://api.weixin.qq.com
  WXPAY_LOG               off, error, warn, info (default), debug or trace

Without a merchant account: `wxpay sandbox --env-file sandbox.env`, then
`wxpay merchant --env-file sandbox.env` (API v3: WXPAY_API=v3 before it).
In front of the real WeChat Pay, step by step: docs/MERCHANT.md.")]
pub struct Merchant {
    #[command(subcommand)]
    act: Option<Act>,
    /// Address and port; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8800")]
    listen: String,
    /// File with lines NAME=value that go before the environment, as `wxpay sandbox --env-file`
    /// writes it
    #[arg(long, value_name = "PATH", global = true)]
    env_file: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Act {
    Refund(Refund),
    Ledger(Ledger),
}

/// Print what the shop took and gave back, one JSON object a line, the oldest first
///
/// kind (payment or refund), outTradeNo, reference (transaction_id or out_refund_no), amount in fen,
/// heardBy (notification or query) and enteredAt, in seconds since 1970: to be compared with WeChat Pay's
/// bill.
#[derive(Args)]
struct Ledger {}

/// Give money back, in whole or in part
///
/// Works on the database of WXPAY_DATABASE, beside a running backend or without one. Typed again while a
/// refund is under way, it asks about that one. Typed again within ten minutes of its end, the same --fen
/// is refused unless --again says that it is to be given back once more; later it is a refund of its own.
/// No buyer can do this: there is no way to it over the network.
#[derive(Args)]
struct Refund {
    /// The order's number
    #[arg(value_name = "OUT_TRADE_NO")]
    out_trade_no: String,
    /// Give back this many fen
    #[arg(long, value_name = "N", required_unless_present = "all", conflicts_with = "all")]
    fen: Option<u32>,
    /// Give back all that is left
    #[arg(long)]
    all: bool,
    /// Give the same --fen back once more, within ten minutes of the last time
    #[arg(long, requires = "fen")]
    again: bool,
    /// What the buyer reads, at most 80 bytes
    #[arg(long, value_name = "TEXT", default_value = "")]
    reason: String,
}

impl Merchant {
    /// Serves until it is told to stop, or does what the operator asks for.
    pub fn run(self) -> Result<ExitCode, Failure> {
        server::log()?;
        let file = self.env_file.as_deref().map(env_file::read).transpose()?.unwrap_or_default();
        let config =
            Config::from_env(|name| file.get(name).cloned().or_else(|| std::env::var(name).ok()))
                .map_err(|error| Failure::Misuse(error.to_string()))?;
        match self.act {
            Some(Act::Refund(refund)) => refund.run(&open(config)?),
            Some(Act::Ledger(_)) => ledger(&open(config)?),
            None => serve(&self.listen, config),
        }
    }
}

fn open(config: Config) -> Result<wxpay_merchant::Merchant, Failure> {
    wxpay_merchant::Merchant::open(config).map_err(|error| Failure::Failed(error.to_string()))
}

fn serve(listen: &str, config: Config) -> Result<ExitCode, Failure> {
    server::run(async {
        let (listener, address) = server::bind(listen).await?;
        let merchant = open(config.listening_on(&address))?;
        // before the line that others wait for, so that they may stop it at once
        let stop = server::told_to_stop()?;
        say(&format!("merchant listening on {address}"));
        let served = run(listener, merchant, stop).await;
        served.map_err(|error| Failure::Failed(format!("the server ended: {error}")))
    })?;
    Ok(ExitCode::SUCCESS)
}

fn ledger(merchant: &wxpay_merchant::Merchant) -> Result<ExitCode, Failure> {
    let told = merchant.ledger(|entry| {
        say(&json!({
            "kind": entry.kind,
            "outTradeNo": entry.out_trade_no,
            "reference": entry.reference,
            "amount": entry.amount,
            "heardBy": entry.heard_by,
            "enteredAt": entry.entered_at,
        })
        .to_string());
    });
    told.map_err(|error| Failure::Failed(error.to_string()))?;
    Ok(ExitCode::SUCCESS)
}

impl Refund {
    fn run(self, merchant: &wxpay_merchant::Merchant) -> Result<ExitCode, Failure> {
        let (number, fen, reason) = (&self.out_trade_no, self.fen, &self.reason);
        let refunded = match self.again {
            true => merchant.refund_again(number, fen, reason),
            false => merchant.refund(number, fen, reason),
        };
        let refunded = refunded.map_err(|error| Failure::Failed(error.to_string()))?;
        let (number, fen, status) = (refunded.out_refund_no, refunded.amount, refunded.status);
        say(&format!("refund {number}: {fen} fen, {status}"));
        if matches!(status, "CLOSED" | "ABNORMAL") {
            return Err(Failure::Failed(format!(
                "the refund is {status}: see the merchant console"
            )));
        }
        Ok(ExitCode::SUCCESS)
    }
}
