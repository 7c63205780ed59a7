//! Where keys come from: files, the environment, a prompt. Never from an argument: arguments are seen by
//! everybody on the machine and stay in the shell's history.

use std::path::{Path, PathBuf};

use clap::Args;
use wxpay_mini::sign::ApiV2Key;

use crate::failure::Failure;
use crate::source;

const VARIABLE: &str = "WXPAY_API_V2_KEY";

/// The options of `sign` and `verify` for the APIv2 key.
#[derive(Args)]
#[command(next_help_heading = "Keys")]
pub struct Key {
    /// File with the APIv2 key (32 characters). Without it: the variable WXPAY_API_V2_KEY, or the
    /// file that WXPAY_API_V2_KEY_FILE names
    #[arg(long, value_name = "PATH")]
    key_file: Option<PathBuf>,
    /// Ask for the APIv2 key on the terminal, without showing it
    #[arg(long, conflicts_with = "key_file")]
    ask_key: bool,
}

impl Key {
    /// The key, checked for its form.
    pub fn read(&self) -> Result<ApiV2Key, Failure> {
        let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let text = match (&self.key_file, variable(VARIABLE)) {
            _ if self.ask_key => ask()?,
            (Some(path), _) => of_file(path)?,
            (None, Some(text)) => text,
            (None, None) => match variable("WXPAY_API_V2_KEY_FILE") {
                Some(path) => of_file(Path::new(&path))?,
                None => {
                    return Err(Failure::Misuse(format!(
                        "there is no key: set {VARIABLE}, name a file with --key-file, or use --ask-key"
                    )));
                }
            },
        };
        if text.trim_matches(around).len() != text.len() {
            return Err(Failure::Misuse(
                "the key has a blank, a line end or a byte order mark around it, which would be signed \
                 with it: take it out"
                    .into(),
            ));
        }
        Ok(ApiV2Key::parse(&text)?)
    }
}

/// What editors and consoles put around a key.
fn around(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}'
}

/// Asks for the APIv2 key.
pub fn ask() -> Result<String, Failure> {
    rpassword::prompt_password("APIv2 key 密钥 (not shown 不回显): ").map_err(|error| {
        Failure::Misuse(format!("there is no terminal to ask on ({error}): use --key-file"))
    })
}

/// The content of a file, without the line end that editors put there.
pub fn of_file(path: &Path) -> Result<String, Failure> {
    let (name, bytes) = source::read(Some(path))
        .map_err(|failure| Failure::Misuse(format!("the key file: {failure}")))?;
    let text = String::from_utf8(bytes).map_err(|_| {
        Failure::Misuse(format!(
            "the key file {name} is no text: a key is 32 characters, or PEM that begins with -----BEGIN; \
             of apiclient_cert.p12 take the .pem files beside it"
        ))
    })?;
    let text = text.strip_suffix('\n').unwrap_or(&text);
    Ok(text.strip_suffix('\r').unwrap_or(text).to_owned())
}
