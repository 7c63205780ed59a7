//! `wxpay sign`: parameters in, the text that is signed and its signature out.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use wxpay_mini::sign::signer;
use wxpay_mini::value::SignType;

use crate::failure::Failure;
use crate::key::Key;
use crate::out::say;
use crate::params::Source;
use crate::rsa;

/// Sign parameters of API v2, or a payment of API v3, and print what was signed
///
/// Prints the canonical string (sorted, joined, without the key) and the signature over it. A `sign`
/// or `paySign` among the parameters is left out, as WeChat Pay does. With signType RSA: the four lines
/// of a payment of API v3, signed with the merchant's private key.
#[derive(Args)]
#[command(after_help = "\
Example, the second signature of a payment (appId is signed and not sent):
  echo '{\"appId\":\"wxd678efh567hg6787\",\"timeStamp\":\"1490840662\",
         \"nonceStr\":\"5K8264ILTKCH16CQ2502SI8ZNMTM67VS\",\"signType\":\"MD5\",
         \"package\":\"prepay_id=wx2017033010242291fcfe0db70013231072\"}' |
    wxpay sign --key-file key.txt")]
pub struct Sign {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    key: Key,
    /// PEM with the merchant's private key, for RSA; without it the file that WXPAY_PRIVATE_KEY_FILE names
    #[arg(long, value_name = "PATH")]
    private_key: Option<PathBuf>,
}

impl Sign {
    /// Prints two lines.
    pub fn run(self) -> Result<ExitCode, Failure> {
        let (mut params, sign_type) = self.source.read()?;
        params.take("paySign");
        if sign_type == SignType::Rsa {
            let lines = params.four_lines()?;
            let signature = rsa::sign(self.private_key.as_deref(), &lines)?;
            say(&format!("canonical:\n{lines}signature: {signature}"));
            return Ok(ExitCode::SUCCESS);
        }
        let canonical = params.canonical()?;
        let signer = signer(sign_type, self.key.read()?)
            .ok_or_else(|| Failure::Misuse("RSA has no key of API v2".into()))?;
        say(&format!("canonical: {canonical}"));
        say(&format!("signature: {}", signer.sign(&canonical)));
        Ok(ExitCode::SUCCESS)
    }
}
