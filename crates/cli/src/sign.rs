//! `wxpay sign`: parameters or a request in, the text that is signed and its signature out.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde_json::json;
use wxpay_mini::doctor::Request;
use wxpay_mini::sign::signer;
use wxpay_mini::value::SignType;

use crate::failure::Failure;
use crate::http::Http;
use crate::key::Key;
use crate::message::{Authorization, Sender};
use crate::out::say;
use crate::params::{Given, Params, Source};
use crate::rsa;

/// Sign parameters of API v2, a payment or a request of API v3, and print what was signed
///
/// Parameters of API v2: prints the canonical string (sorted, joined, without the key) and the signature
/// over it. A `sign` or `paySign` among them is left out, as WeChat Pay does. With signType RSA: the four
/// lines of a payment of API v3. An HTTP request of API v3: its five lines, the signature and the whole
/// header Authorization; what an Authorization in the request says already (time, nonce, merchant, serial
/// number) is kept. Nothing is sent.
#[derive(Args)]
#[command(after_help = "\
Examples. The second signature of a payment (appId is signed and not sent):
  echo '{\"appId\":\"wxd678efh567hg6787\",\"timeStamp\":\"1490840662\",
         \"nonceStr\":\"5K8264ILTKCH16CQ2502SI8ZNMTM67VS\",\"signType\":\"MD5\",
         \"package\":\"prepay_id=wx2017033010242291fcfe0db70013231072\"}' |
    wxpay sign --key-file key.txt
A request of API v3 without a body:
  echo 'GET /v3/certificates' |
    wxpay sign --private-key apiclient_key.pem --mch-id 1900007291 --serial-no 408B07E7…
One with a body, which is signed byte for byte:
  echo 'POST /v3/pay/transactions/jsapi' |
    wxpay sign --body order.json --private-key apiclient_key.pem …

Keys come from files, the environment or a prompt, never from an argument, and are not printed.
Exit codes: 0 signed, 1 it could not be signed, 2 used in a wrong way, or the input could not be read.
--json prints one line: {\"version\":1,\"signType\":…,\"canonical\":…,\"signature\":…,\"authorization\":…|null}")]
pub struct Sign {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    sender: Sender,
    #[command(flatten)]
    key: Key,
    /// PEM with the merchant's private key, for RSA; without it the file that WXPAY_PRIVATE_KEY_FILE names
    #[arg(long, value_name = "PATH")]
    private_key: Option<PathBuf>,
}

/// What is printed.
struct Signed {
    sign_type: SignType,
    canonical: String,
    signature: String,
    authorization: Option<String>,
}

impl Sign {
    /// Prints what was signed, and the signature.
    pub fn run(self) -> Result<ExitCode, Failure> {
        let given = self.source.read()?;
        let is_request = matches!(given, Given::Message(_));
        let signed = match given {
            Given::Params(params, sign_type) => self.params(params, sign_type)?,
            Given::Message(Http::Request(request)) => self.request(&request)?,
            Given::Message(Http::Received(_)) => {
                return Err(Failure::Misuse(
                    "this is an answer or a notification: WeChat Pay alone signs those. `wxpay verify` \
                     checks them"
                        .into(),
                ));
            }
        };
        if self.source.json {
            let report = json!({
                "version": 1,
                "signType": signed.sign_type.as_str(),
                "canonical": signed.canonical,
                "signature": signed.signature,
                "authorization": signed.authorization,
            });
            say(&report.to_string());
            return Ok(ExitCode::SUCCESS);
        }
        // lines below their name, a string beside it
        let between = if signed.sign_type == SignType::Rsa { "\n" } else { " " };
        let canonical = signed.canonical.strip_suffix('\n').unwrap_or(&signed.canonical);
        say(&format!("canonical:{between}{canonical}\nsignature: {}", signed.signature));
        match signed.authorization {
            Some(header) => say(&format!("Authorization: {header}")),
            None if is_request => {
                say("hint: --mch-id and --serial-no are needed for the whole header Authorization")
            }
            None => {}
        }
        Ok(ExitCode::SUCCESS)
    }

    fn params(&self, mut params: Params, sign_type: SignType) -> Result<Signed, Failure> {
        params.take("paySign");
        let authorization = None;
        if sign_type == SignType::Rsa {
            let canonical = params.four_lines()?;
            let signature = rsa::sign(self.private_key.as_deref(), &canonical)?;
            return Ok(Signed { sign_type, canonical, signature, authorization });
        }
        let canonical = params.canonical()?;
        let signer = signer(sign_type, self.key.read()?)
            .ok_or_else(|| Failure::Misuse("RSA has no key of API v2".into()))?;
        let signature = signer.sign(&canonical);
        Ok(Signed { sign_type, canonical, signature, authorization })
    }

    fn request(&self, request: &Request) -> Result<Signed, Failure> {
        let authorization = Authorization::of(request, &self.sender)?;
        let canonical = authorization.lines(request);
        let signature = rsa::sign(self.private_key.as_deref(), &canonical)?;
        let authorization = authorization.header(&signature);
        Ok(Signed { sign_type: SignType::Rsa, canonical, signature, authorization })
    }
}
