//! `wxpay sign`: parameters in, canonical string and signature out.

use std::process::ExitCode;

use clap::Args;
use wxpay_mini::sign::signer;

use crate::failure::Failure;
use crate::key::Key;
use crate::out::say;
use crate::params::Source;

/// Sign parameters of API v2 and print what was signed
///
/// Prints the canonical string (sorted, joined, without the key) and the signature over it. A `sign`
/// or `paySign` among the parameters is left out, as WeChat Pay does.
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
}

impl Sign {
    /// Prints two lines.
    pub fn run(self) -> Result<ExitCode, Failure> {
        let (mut params, sign_type) = self.source.read()?;
        params.take("paySign");
        let canonical = params.canonical()?;
        let signer = signer(sign_type, self.key.read()?)
            .ok_or_else(|| Failure::Misuse("RSA is not signed here".into()))?;
        say(&format!("canonical: {canonical}"));
        say(&format!("signature: {}", signer.sign(&canonical)));
        Ok(ExitCode::SUCCESS)
    }
}
