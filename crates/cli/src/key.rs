//! Where `sign` and `verify` take the APIv2 key from. Never from an argument: arguments are seen by
//! everybody on the machine and stay in the shell's history.

use std::path::{Path, PathBuf};

use clap::Args;
use wxpay_mini::sign::ApiV2Key;

use crate::failure::Failure;

const VARIABLE: &str = "WXPAY_API_V2_KEY";

/// The option that names a file with the key.
#[derive(Args)]
pub struct Key {
    /// File with the APIv2 key (32 characters). Without it: the variable WXPAY_API_V2_KEY, or the
    /// file that WXPAY_API_V2_KEY_FILE names
    #[arg(long, value_name = "PATH")]
    key_file: Option<PathBuf>,
}

impl Key {
    /// The key, checked for its form.
    pub fn read(&self) -> Result<ApiV2Key, Failure> {
        let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let text = match (&self.key_file, variable(VARIABLE)) {
            (Some(path), _) => of_file(path)?,
            (None, Some(text)) => text,
            (None, None) => match variable("WXPAY_API_V2_KEY_FILE") {
                Some(path) => of_file(Path::new(&path))?,
                None => {
                    return Err(Failure::Misuse(format!(
                        "there is no key: set {VARIABLE}, or name a file with --key-file"
                    )));
                }
            },
        };
        Ok(ApiV2Key::parse(&text)?)
    }
}

/// The content of a file, without the line end that editors put there.
pub fn of_file(path: &Path) -> Result<String, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        Failure::Misuse(format!("the key file {} cannot be read: {error}", path.display()))
    })?;
    let text = text.strip_suffix('\n').unwrap_or(&text);
    Ok(text.strip_suffix('\r').unwrap_or(text).to_owned())
}
