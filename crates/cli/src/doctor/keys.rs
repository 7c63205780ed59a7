//! Where the doctor takes keys from: files, the environment, a prompt. Never an argument: arguments are
//! seen by everybody on the machine and stay in the shell's history.

use std::path::{Path, PathBuf};

use clap::Args;
use wxpay_mini::doctor::{Case, Kind, Owner, Secret};

use crate::failure::Failure;
use crate::key::{ask, of_file};
use crate::rsa::pem;

/// All of them may be left out.
#[derive(Args)]
#[command(next_help_heading = "Keys")]
pub struct Keys {
    /// File with the APIv2 key
    #[arg(long, value_name = "PATH")]
    key_file: Option<PathBuf>,
    /// File with the APIv3 key
    #[arg(long, value_name = "PATH")]
    api_v3_key_file: Option<PathBuf>,
    /// File with the AppSecret: is it what was used as the key?
    #[arg(long, value_name = "PATH")]
    app_secret_file: Option<PathBuf>,
    /// File with an old key or another merchant's; can be repeated
    #[arg(long, value_name = "PATH")]
    other_key_file: Vec<PathBuf>,
    /// Ask for the APIv2 key on the terminal, without showing it
    #[arg(long)]
    ask_key: bool,
    /// PEM of the merchant: API certificate, public or private key; can be repeated
    #[arg(long, value_name = "PATH")]
    merchant_key: Vec<PathBuf>,
    /// PEM of WeChat Pay: its public key or a platform certificate; can be repeated
    #[arg(long, value_name = "PATH")]
    wechatpay_key: Vec<PathBuf>,
    /// Id of WeChat Pay's public key
    #[arg(long, value_name = "PUB_KEY_ID_…")]
    wechatpay_key_id: Option<String>,
}

impl Keys {
    /// Puts what there is into the case.
    pub fn read(&self, case: &mut Case) -> Result<(), Failure> {
        for (kind, path, variable) in [
            (Kind::ApiV2, &self.key_file, "WXPAY_API_V2_KEY"),
            (Kind::ApiV3, &self.api_v3_key_file, "WXPAY_API_V3_KEY"),
            (Kind::AppSecret, &self.app_secret_file, "WXPAY_APP_SECRET"),
        ] {
            if let Some(text) = secret(path.as_deref(), variable)? {
                case.secrets.push(Secret::new(kind, text));
            }
        }
        if self.ask_key {
            case.secrets.insert(0, Secret::new(Kind::ApiV2, ask()?));
        }
        for path in &self.other_key_file {
            case.secrets.push(Secret::new(Kind::Other, of_file(path)?));
        }
        for (owner, paths) in
            [(Owner::Merchant, &self.merchant_key), (Owner::WechatPay, &self.wechatpay_key)]
        {
            for path in paths {
                let key = pem(owner, path)?;
                case.rsa_keys.push(match &self.wechatpay_key_id {
                    Some(id) if owner == Owner::WechatPay => key.with_id(id),
                    _ => key,
                });
            }
        }
        Ok(())
    }
}

/// From the file that is named, or the variable, or the file that the variable names.
fn secret(path: Option<&Path>, variable: &str) -> Result<Option<String>, Failure> {
    let value = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    if let Some(path) = path {
        return of_file(path).map(Some);
    }
    if let Some(text) = value(variable) {
        return Ok(Some(text));
    }
    value(&format!("{variable}_FILE")).map(|path| of_file(Path::new(&path))).transpose()
}
