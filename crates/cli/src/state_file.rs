//! The file in which a sandbox keeps its state. Never here: what is in it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// What an earlier sandbox left; nothing when there was none.
#[derive(Default)]
pub struct State {
    text: Option<String>,
    /// Variables of its account.
    pub account: BTreeMap<String, String>,
}

/// Reads the file, if it is there.
pub fn open(path: &Path) -> Result<State, Failure> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(State::default()),
        Err(error) => return Err(Failure::Misuse(format!("{}: {error}", path.display()))),
    };
    let account = wxpay_sandbox::account_of(&text).map_err(|error| wrong(path, &error))?;
    Ok(State { text: Some(text), account })
}

/// Has the sandbox go on from there.
pub fn restore(
    sandbox: &wxpay_sandbox::Sandbox,
    path: &Path,
    state: &State,
) -> Result<(), Failure> {
    match &state.text {
        Some(text) => sandbox.restore(text).map_err(|error| wrong(path, &error)),
        None => Ok(()),
    }
}

/// The folder for keys that belongs to a file.
pub fn keys_beside(path: &Path) -> PathBuf {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".keys");
    beside.into()
}

fn wrong(path: &Path, error: &wxpay_sandbox::KeptError) -> Failure {
    let path = path.display();
    Failure::Misuse(format!("{path} is no state of this sandbox: {error}. Name another or move it"))
}
