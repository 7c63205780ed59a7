//! Why a command did not do its work, and the exit code that says so.

use std::fmt;
use std::process::ExitCode;

/// A failure, told in one or two sentences. Never holds a secret.
#[derive(Debug)]
pub enum Failure {
    /// Used in a wrong way: exit code 2, as clap's own errors.
    Misuse(String),
    /// Everything else: exit code 1.
    Failed(String),
}

impl Failure {
    /// 2 or 1.
    pub fn exit_code(&self) -> ExitCode {
        ExitCode::from(match self {
            Self::Misuse(_) => 2,
            Self::Failed(_) => 1,
        })
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Misuse(text) | Self::Failed(text)) = self;
        f.write_str(text)
    }
}

/// What the core refuses was given on this command line.
impl From<wxpay_mini::Error> for Failure {
    fn from(error: wxpay_mini::Error) -> Self {
        let lang = wxpay_mini::Lang::En;
        Self::Misuse(format!("{}. {}", error.message(lang), error.hint(lang)))
    }
}
