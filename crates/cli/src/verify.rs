//! `wxpay verify`: is the signature the right one?

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use wxpay_mini::sign::{signer, verify};
use wxpay_mini::value::SignType;

use crate::failure::Failure;
use crate::key::Key;
use crate::out::say;
use crate::params::{Params, Source};
use crate::rsa;

/// Check the signature of parameters of API v2, or of a payment of API v3
///
/// The signature is the parameter `sign` or `paySign`, or --signature. Exit code 0: it is right;
/// 1: it is wrong; 2: there is nothing to check. Why it is wrong: `wxpay doctor`.
#[derive(Args)]
pub struct Verify {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    key: Key,
    /// The signature, when it is not among the parameters
    #[arg(long, value_name = "SIGNATURE")]
    signature: Option<String>,
    /// PEM of the merchant, for RSA: API certificate, public or private key
    #[arg(long, value_name = "PATH")]
    merchant_key: Option<PathBuf>,
}

impl Verify {
    /// Prints what was signed and whether the signature is right.
    pub fn run(self) -> Result<ExitCode, Failure> {
        let (mut params, sign_type) = self.source.read()?;
        let signature = one(&mut params, self.signature)?;
        if sign_type == SignType::Rsa {
            let lines = params.four_lines()?;
            let right = rsa::verify(self.merchant_key.as_deref(), &lines, &signature)?;
            say(&format!("canonical:\n{lines}signed by: RSA"));
            say(if right { "signature: right" } else { "signature: wrong" });
            return Ok(if right { ExitCode::SUCCESS } else { ExitCode::FAILURE });
        }
        let canonical = params.canonical()?;
        let signer = signer(sign_type, self.key.read()?)
            .ok_or_else(|| Failure::Misuse("RSA has no key of API v2".into()))?;
        say(&format!("canonical: {canonical}"));
        say(&format!("signed by: {}", sign_type.as_str()));
        if verify(signer.as_ref(), &canonical, &signature) {
            say("signature: right");
            return Ok(ExitCode::SUCCESS);
        }
        say("signature: wrong");
        if params.get("nonceStr").is_some() && params.get("appId").is_none() {
            say("hint: a payment is signed with appId, though wx.requestPayment does not get it");
        }
        Ok(ExitCode::FAILURE)
    }
}

fn one(params: &mut Params, given: Option<String>) -> Result<String, Failure> {
    let found = [given, params.take("sign"), params.take("paySign")];
    let mut found = found.into_iter().flatten().filter(|signature| !signature.is_empty());
    match (found.next(), found.next()) {
        (Some(signature), None) => Ok(signature),
        (None, _) => Err(Failure::Misuse(
            "there is no signature: neither sign nor paySign is among the parameters; or use --signature".into(),
        )),
        _ => Err(Failure::Misuse("there is more than one signature: give only one".into())),
    }
}
