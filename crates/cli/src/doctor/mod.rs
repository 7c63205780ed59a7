//! `wxpay doctor`: why is this signature wrong? Here are its options and its end. What is read is in
//! `input.rs`, where keys come from in `keys.rs`, how it is printed in `print.rs`.

mod input;
mod keys;
mod print;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use clap::{Args, ValueEnum};
use wxpay_mini::Lang;
use wxpay_mini::doctor::{Case, Given, MessageKind, Verdict, examine};

use crate::failure::Failure;
use crate::http;
use crate::out::say;
use crate::payment::{PAYMENT, Payment};
use crate::source;

/// Say why a signature is wrong: paySign, unified order, API v3 requests and notifications
///
/// Give it what you have, in files or on standard input, and it finds out what each of them is: the
/// object passed to wx.requestPayment (JSON, or as it stands in JavaScript), the XML of unified order,
/// of its answer or of a notification, a whole HTTP message of API v3 with its headers, an error of
/// WeChat Pay as JSON. The more it knows, the more it can prove.
#[derive(Args)]
#[command(after_help = "\
Examples:
  wxpay doctor payment.json --appid wxd678efh567hg6787 --key-file key.txt
  wxpay doctor payment.json order.xml            the key from WXPAY_API_V2_KEY
  wxpay doctor payment.json --appid wx… --merchant-key apiclient_cert.pem
  wxpay doctor request.http answer.json --merchant-key apiclient_key.pem
  wxpay doctor notification.http --wechatpay-key pub_key.pem --api-v3-key-file v3.txt
  wxpay doctor head.txt --body body.json --wechatpay-key pub_key.pem

Keys come from files, from the environment (WXPAY_API_V2_KEY, WXPAY_API_V3_KEY, WXPAY_APP_SECRET, each
also with _FILE), or are asked for (--ask-key); never from an argument. None is printed or sent anywhere.
Of a private key only the public half is used.

Exit codes: 0 every signature is right, 1 a mistake was found or a signature is wrong, 2 used in a wrong
way, 3 not enough is known to recompute anything. The form of --json: docs/DOCTOR.md.")]
pub struct Doctor {
    /// What you have; - or nothing reads standard input
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The body of an HTTP message, byte for byte; one FILE is then its first line and headers
    #[arg(long, value_name = "FILE")]
    body: Option<PathBuf>,
    /// The XML (or JSON) of the order, where it is not to be guessed
    #[arg(long, value_name = "FILE")]
    order: Option<PathBuf>,
    /// The answer to the order
    #[arg(long, value_name = "FILE")]
    answer: Option<PathBuf>,
    /// A notification of API v2
    #[arg(long, value_name = "FILE")]
    notification: Option<PathBuf>,
    /// appid of the mini program that pays
    #[arg(long, value_name = "APPID")]
    appid: Option<String>,
    /// Merchant number
    #[arg(long, value_name = "MCHID")]
    mch_id: Option<String>,
    /// What the client said: errMsg, or the text of a dialog
    #[arg(long, value_name = "TEXT")]
    err_msg: Option<String>,
    /// Compare timestamps with this second since 1970; without a number: with this machine's clock
    #[arg(long, value_name = "SECONDS", num_args = 0..=1, require_equals = true, default_missing_value = "")]
    now: Option<String>,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
    /// Language of the sentences; without it that of the terminal (LC_ALL, LC_MESSAGES, LANG)
    #[arg(long, value_name = "LANGUAGE")]
    lang: Option<Language>,
    #[command(flatten)]
    parameters: Payment,
    /// signType
    #[arg(long, value_name = "TEXT", help_heading = PAYMENT)]
    sign_type: Option<String>,
    /// paySign
    #[arg(long, value_name = "TEXT", help_heading = PAYMENT)]
    pay_sign: Option<String>,
    #[command(flatten)]
    keys: keys::Keys,
}

#[derive(Clone, Copy, ValueEnum)]
enum Language {
    Zh,
    En,
}

impl Doctor {
    /// Prints the report; the exit code is its verdict.
    pub fn run(self) -> Result<ExitCode, Failure> {
        let lang = match self.lang {
            Some(Language::Zh) => Lang::Zh,
            Some(Language::En) => Lang::En,
            None => print::lang_of_terminal(),
        };
        let case = self.case()?;
        let report = examine(&case);
        if self.json {
            say(&report.to_json().to_string());
        } else {
            say(&print::report(&report, lang, print::colours()));
        }
        Ok(match report.verdict() {
            Verdict::Right => ExitCode::SUCCESS,
            Verdict::Unchecked if report.findings().all(print::is_only_a_wish) => ExitCode::from(3),
            _ => ExitCode::FAILURE,
        })
    }

    fn case(&self) -> Result<Case, Failure> {
        let mut case = Case {
            app_id: self.appid.clone().unwrap_or_default(),
            mch_id: self.mch_id.clone().unwrap_or_default(),
            words: self.err_msg.clone().unwrap_or_default(),
            now: self.now()?,
            ..Case::default()
        };
        self.keys.read(&mut case)?;
        for (kind, path) in [
            (MessageKind::Order, &self.order),
            (MessageKind::Answer, &self.answer),
            (MessageKind::Notification, &self.notification),
        ] {
            if let Some(path) = path {
                let (name, text) = source::text(Some(path))?;
                input::message(&mut case, kind, &name, &text)?;
            }
        }
        self.parameters(&mut case)?;
        let given = case.payment.is_some() || !case.messages.is_empty() || !case.words.is_empty();
        let standard_input = [PathBuf::from("-")];
        let files = if self.files.is_empty() && !given { &standard_input } else { &self.files[..] };
        let mut body = self.body.as_deref().map(source::exact).transpose()?;
        for path in files {
            let (name, text) = source::text(Some(path))?;
            match body.as_deref().and_then(|body| http::read(&text, Some(body))) {
                // the first head takes the body
                Some(message) => {
                    body = None;
                    input::message_of_v3(&mut case, &name, message)?;
                }
                None => input::anything(&mut case, &name, &text)?,
            }
        }
        if body.is_some() {
            return Err(http::no_head());
        }
        if case.request.as_ref().is_some_and(|request| request.url.is_empty()) {
            return Err(Failure::Misuse(
                "an error of WeChat Pay says what arrived; give the request that was sent too, as an \
                 HTTP message with its Authorization header"
                    .into(),
            ));
        }
        Ok(case)
    }

    fn parameters(&self, case: &mut Case) -> Result<(), Failure> {
        let parameters: Vec<(String, Given)> = (self.parameters.given())
            .chain(self.sign_type.as_deref().map(|text| ("signType", text)))
            .chain(self.pay_sign.as_deref().map(|text| ("paySign", text)))
            .map(|(name, text)| (name.to_owned(), Given::Text(text.to_owned())))
            .collect();
        if !parameters.is_empty() {
            case.payment = Some(parameters);
        }
        Ok(())
    }

    fn now(&self) -> Result<Option<u64>, Failure> {
        match self.now.as_deref() {
            None => Ok(None),
            Some("") => {
                Ok(SystemTime::now().duration_since(UNIX_EPOCH).ok().map(|now| now.as_secs()))
            }
            Some(text) => text.parse().map(Some).map_err(|_| {
                Failure::Misuse("--now takes seconds since 1970, for example 1490840662".into())
            }),
        }
    }
}
