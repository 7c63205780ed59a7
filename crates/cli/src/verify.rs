//! `wxpay verify`: is the signature the right one?

use std::process::ExitCode;

use clap::Args;
use wxpay_mini::sign::{signer, verify};

use crate::failure::Failure;
use crate::key::Key;
use crate::out::say;
use crate::params::{Params, Source};

/// Check the signature of parameters of API v2
///
/// The signature is the parameter `sign` or `paySign`, or --signature. Exit code 0: it is right;
/// 1: it is wrong; 2: there is nothing to check.
#[derive(Args)]
pub struct Verify {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    key: Key,
    /// The signature, when it is not among the parameters
    #[arg(long, value_name = "SIGNATURE")]
    signature: Option<String>,
}

impl Verify {
    /// Prints what was signed and whether the signature is right.
    pub fn run(self) -> Result<ExitCode, Failure> {
        let (mut params, sign_type) = self.source.read()?;
        let signature = one(&mut params, self.signature)?;
        let canonical = params.canonical()?;
        let signer = signer(sign_type, self.key.read()?)
            .ok_or_else(|| Failure::Misuse("RSA is not signed here".into()))?;
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
