//! `wxpay verify`: is the signature the right one?

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde_json::json;
use wxpay_mini::doctor::{Owner, RsaKey};
use wxpay_mini::sign::{signer, verify};
use wxpay_mini::value::SignType;

use crate::failure::Failure;
use crate::http::Http;
use crate::key::Key;
use crate::message::{self, Signed};
use crate::out::say;
use crate::params::{Given, Params, Source};
use crate::rsa;

/// Check the signature of parameters of API v2, or of a payment or a message of API v3
///
/// Parameters: the signature is `sign` or `paySign` among them, or --signature. An HTTP message of API v3
/// with its headers: a request by its Authorization and the merchant's key, an answer or a notification
/// by its Wechatpay-Signature and WeChat Pay's key. Its time is not compared with any clock. `wxpay
/// doctor` says why a signature is wrong.
#[derive(Args)]
#[command(after_help = "\
Examples:
  wxpay verify payment.json --appid wxd678efh567hg6787 --key-file key.txt
  wxpay verify order.xml                           the key from WXPAY_API_V2_KEY
  wxpay verify request.http --merchant-key apiclient_cert.pem
  curl -D head.txt -o body.json …
  wxpay verify head.txt --body body.json --wechatpay-key pub_key.pem

In a file that holds head and body, one line end behind the body is an editor's and is left out, unless
Content-Length says otherwise; --body takes every byte.

Keys come from files, the environment or a prompt, never from an argument, and are not printed.
Exit codes: 0 the signature is right, 1 it is wrong, 2 used in a wrong way, or there is nothing to check.
--json prints one line: {\"version\":1,\"verdict\":\"right\"|\"wrong\",\"signType\":…,\"canonical\":…,\"hint\":…|null}")]
pub struct Verify {
    #[command(flatten)]
    source: Source,
    /// The signature, when it is not among the parameters
    #[arg(long, value_name = "SIGNATURE", help_heading = "Options")]
    signature: Option<String>,
    #[command(flatten)]
    key: Key,
    /// PEM of the merchant, for RSA: API certificate, public or private key; without it the file that
    /// WXPAY_CERTIFICATE_FILE names
    #[arg(long, value_name = "PATH")]
    merchant_key: Option<PathBuf>,
    /// PEM of WeChat Pay, for answers and notifications: its public key or a platform certificate; without
    /// it the file that WXPAY_PUBLIC_KEY_FILE names
    #[arg(long, value_name = "PATH")]
    wechatpay_key: Option<PathBuf>,
}

/// What is printed.
struct Verified {
    right: bool,
    sign_type: SignType,
    canonical: String,
    hint: Option<String>,
}

impl Verify {
    /// Prints what was signed and whether the signature is right.
    pub fn run(self) -> Result<ExitCode, Failure> {
        let verified = match self.source.read()? {
            Given::Params(params, sign_type) => self.params(params, sign_type)?,
            Given::Message(message) => self.message(&message)?,
        };
        let Verified { right, sign_type, canonical, hint } = verified;
        let verdict = if right { "right" } else { "wrong" };
        if self.source.json {
            let report = json!({
                "version": 1,
                "verdict": verdict,
                "signType": sign_type.as_str(),
                "canonical": canonical,
                "hint": hint,
            });
            say(&report.to_string());
        } else {
            let between = if sign_type == SignType::Rsa { "\n" } else { " " };
            let canonical = canonical.strip_suffix('\n').unwrap_or(&canonical);
            say(&format!("canonical:{between}{canonical}\nsigned by: {}", sign_type.as_str()));
            say(&format!("signature: {verdict}"));
            if let Some(hint) = hint {
                say(&format!("hint: {hint}"));
            }
        }
        Ok(if right { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    fn params(&self, mut params: Params, sign_type: SignType) -> Result<Verified, Failure> {
        let signature = one(&mut params, self.signature.clone())?;
        if sign_type == SignType::Rsa {
            let canonical = params.four_lines()?;
            let key = rsa::public(Owner::Merchant, self.merchant_key.as_deref())?;
            let right = rsa::verify(&key, &canonical, &signature);
            return Ok(Verified { right, sign_type, canonical, hint: None });
        }
        let canonical = params.canonical()?;
        let signer = signer(sign_type, self.key.read()?)
            .ok_or_else(|| Failure::Misuse("RSA has no key of API v2".into()))?;
        let right = verify(signer.as_ref(), &canonical, &signature);
        let no_app_id = params.get("nonceStr").is_some() && params.get("appId").is_none();
        let hint = (!right && no_app_id).then(|| {
            "a payment is signed with appId, though wx.requestPayment does not get it: --appid"
                .into()
        });
        Ok(Verified { right, sign_type, canonical, hint })
    }

    fn message(&self, message: &Http) -> Result<Verified, Failure> {
        if self.signature.is_some() {
            return Err(Failure::Misuse(
                "a message of API v3 has its signature in a header; --signature is for parameters"
                    .into(),
            ));
        }
        let (signed, owner, path) = match message {
            Http::Request(request) => {
                (message::of_request(request)?, Owner::Merchant, &self.merchant_key)
            }
            Http::Received(received) => {
                (message::of_received(received)?, Owner::WechatPay, &self.wechatpay_key)
            }
        };
        let key = rsa::public(owner, path.as_deref())?;
        let right = rsa::verify(&key, &signed.lines, &signed.signature);
        let hint = hint(&signed, &key);
        Ok(Verified { right, sign_type: SignType::Rsa, canonical: signed.lines, hint })
    }
}

/// What the message itself tells of its signature.
fn hint(signed: &Signed, key: &RsaKey) -> Option<String> {
    // wechatpay-apiv3/wechatpay-skills, 回调通知处理.md
    if signed.signature.starts_with("WECHATPAY/SIGNTEST/") {
        return Some("this is WeChat Pay's probe: its signature is wrong on purpose".into());
    }
    let (named, own) = (signed.serial.as_str(), key.serial());
    let differs = !named.is_empty() && !own.is_empty() && !named.eq_ignore_ascii_case(own);
    differs.then(|| format!("the message names the key {named}, the one given is {own}"))
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
