//! Messages of API v3 as `sign` and `verify` take them, and the lines that are signed of them. Never
//! here: keys. Source: pay.weixin.qq.com/doc/v3/merchant/4012365336 (requests) and 4013053249 (answers and
//! notifications).

use std::time::{SystemTime, UNIX_EPOCH};

use clap::Args;
use ring::rand::{SecureRandom, SystemRandom};
use wxpay_mini::doctor::{Received, Request};

use crate::failure::Failure;

const SCHEME: &str = "WECHATPAY2-SHA256-RSA2048";

/// Who sends a request, and when.
#[derive(Args)]
#[command(next_help_heading = "Requests of API v3 (what their Authorization does not say already)")]
pub struct Sender {
    /// Merchant number; without it WXPAY_MCH_ID
    #[arg(long, value_name = "MCHID")]
    mch_id: Option<String>,
    /// Serial number of the merchant's API certificate; without it WXPAY_MCH_SERIAL
    #[arg(long, value_name = "SERIAL")]
    serial_no: Option<String>,
    /// Seconds since 1970; without it now
    #[arg(long, value_name = "SECONDS")]
    timestamp: Option<String>,
    /// nonce_str; without it a random one
    #[arg(long, value_name = "TEXT")]
    nonce: Option<String>,
}

/// The five fields of `Authorization`, but for the signature; what is not known is empty.
pub struct Authorization {
    mch_id: String,
    serial_no: String,
    timestamp: String,
    nonce: String,
}

impl Authorization {
    /// Of a request that is to be signed.
    pub fn of(request: &Request, sender: &Sender) -> Result<Self, Failure> {
        let header = header(&request.headers, "authorization");
        let variable = |name: &str| std::env::var(name).ok();
        let known = |given: &Option<String>, name: &str, otherwise: Option<String>| {
            let found = [given.clone(), field(header, name).map(str::to_owned), otherwise];
            found.into_iter().flatten().find(|text| !text.is_empty()).unwrap_or_default()
        };
        let mut known_all = Self {
            mch_id: known(&sender.mch_id, "mchid", variable("WXPAY_MCH_ID")),
            serial_no: known(&sender.serial_no, "serial_no", variable("WXPAY_MCH_SERIAL")),
            timestamp: known(&sender.timestamp, "timestamp", None),
            nonce: known(&sender.nonce, "nonce_str", None),
        };
        if known_all.timestamp.is_empty() {
            let now = SystemTime::now().duration_since(UNIX_EPOCH);
            known_all.timestamp = now.map_or(0, |now| now.as_secs()).to_string();
        }
        if known_all.nonce.is_empty() {
            known_all.nonce = random()?;
        }
        for (name, text) in [
            ("mchid", &known_all.mch_id),
            ("serial_no", &known_all.serial_no),
            ("timestamp", &known_all.timestamp),
            ("nonce_str", &known_all.nonce),
        ] {
            if text.contains(|c: char| c.is_whitespace() || c == '"' || c == ',') {
                return Err(Failure::Misuse(format!(
                    "{name} has a blank, a quote or a comma in it, which Authorization cannot hold"
                )));
            }
        }
        Ok(known_all)
    }

    /// The header, if all that it must tell is known.
    pub fn header(&self, signature: &str) -> Option<String> {
        let Self { mch_id, serial_no, timestamp, nonce } = self;
        (!mch_id.is_empty() && !serial_no.is_empty()).then(|| {
            format!(
                "{SCHEME} mchid=\"{mch_id}\",nonce_str=\"{nonce}\",signature=\"{signature}\",\
                 timestamp=\"{timestamp}\",serial_no=\"{serial_no}\""
            )
        })
    }

    /// The five lines of a request.
    pub fn lines(&self, request: &Request) -> String {
        lines(&[&request.method, path(&request.url), &self.timestamp, &self.nonce, &request.body])
    }
}

/// What is signed of a message, and the signature that it came with.
pub struct Signed {
    pub lines: String,
    pub signature: String,
    /// The key that the message names.
    pub serial: String,
}

/// A request with its `Authorization`.
pub fn of_request(request: &Request) -> Result<Signed, Failure> {
    let header = header(&request.headers, "authorization");
    if header.is_empty() {
        return Err(Failure::Misuse(
            "the request has no header Authorization: there is no signature to check".into(),
        ));
    }
    if header.split_once(' ').is_none_or(|(scheme, _)| scheme != SCHEME) {
        return Err(Failure::Misuse(format!(
            "Authorization does not begin with {SCHEME} and a blank; `wxpay doctor` says more"
        )));
    }
    let text = |name: &str| {
        field(header, name).filter(|text| !text.is_empty()).ok_or_else(|| {
            Failure::Misuse(format!("Authorization has no {name}=\"…\"; it must have one"))
        })
    };
    let (timestamp, nonce) = (text("timestamp")?, text("nonce_str")?);
    let lines = lines(&[&request.method, path(&request.url), timestamp, nonce, &request.body]);
    Ok(Signed {
        lines,
        signature: text("signature")?.into(),
        serial: field(header, "serial_no").unwrap_or_default().into(),
    })
}

/// An answer or a notification of WeChat Pay.
pub fn of_received(received: &Received) -> Result<Signed, Failure> {
    let text = |name: &str| match header(&received.headers, name) {
        "" => Err(Failure::Misuse(format!(
            "the header {name} is missing: an answer or a notification of API v3 is signed with \
             Wechatpay-Timestamp, Wechatpay-Nonce, Wechatpay-Signature and Wechatpay-Serial"
        ))),
        text => Ok(text),
    };
    let (timestamp, nonce) = (text("Wechatpay-Timestamp")?, text("Wechatpay-Nonce")?);
    Ok(Signed {
        lines: lines(&[timestamp, nonce, &received.body]),
        signature: text("Wechatpay-Signature")?.into(),
        serial: header(&received.headers, "Wechatpay-Serial").into(),
    })
}

fn lines(each: &[&str]) -> String {
    each.iter().flat_map(|line| [*line, "\n"]).collect()
}

/// Path and query: scheme, host and fragment are not signed.
fn path(url: &str) -> &str {
    let url = url.split('#').next().unwrap_or_default();
    match url.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("/", |at| &rest[at..]),
        None => url,
    }
}

fn header<'a>(headers: &'a [(String, String)], name: &str) -> &'a str {
    let found = headers.iter().find(|(each, _)| each.eq_ignore_ascii_case(name));
    found.map_or("", |(_, value)| value.trim())
}

fn field<'a>(header: &'a str, name: &str) -> Option<&'a str> {
    let fields = header.strip_prefix(SCHEME)?;
    fields.split(',').find_map(|field| {
        let (found, value) = field.trim().split_once('=')?;
        (found == name).then(|| value.trim_matches('"'))
    })
}

/// 32 hexadecimal digits.
fn random() -> Result<String, Failure> {
    let mut bytes = [0_u8; 16];
    SystemRandom::new()
        .fill(&mut bytes)
        .map_err(|_| Failure::Failed("the system gives no random bytes; use --nonce".into()))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02X}")).collect())
}
