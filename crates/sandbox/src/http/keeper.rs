//! Writes the state to a file, when it has changed and at the end. Never here: what the state is.

use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

use crate::sandbox::Sandbox;

/// As much is lost at most when the process is killed.
const PAUSE: Duration = Duration::from_millis(200);

/// Keeps the file up to date until it is stopped. The state has been looked at when anything
/// could have changed it; a text that did not change is not written again.
pub(super) async fn run(sandbox: Sandbox, last: String) {
    let (mut seen, mut last) = (0, last);
    loop {
        tokio::time::sleep(PAUSE).await;
        let looks = sandbox.looks();
        if looks != seen {
            seen = looks;
            last = save(&sandbox, last);
        }
    }
}

/// Writes what is not written yet; gives what is in the file now.
pub(super) fn save(sandbox: &Sandbox, last: String) -> String {
    let Some(path) = sandbox.file() else { return last };
    let text = sandbox.keep();
    if text == last {
        return last;
    }
    match write(path, &text) {
        Ok(()) => text,
        Err(error) => {
            // Nobody waits for it: the next change tries again.
            let _ = writeln!(io::stderr(), "{} cannot be written: {error}", path.display());
            last
        }
    }
}

/// Whole or not at all, readable by its owner alone.
fn write(path: &Path, text: &str) -> io::Result<()> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    let mut options = std::fs::OpenOptions::new();
    let _ = std::fs::remove_file(&beside);
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(&beside)?.write_all(text.as_bytes())?;
    std::fs::rename(&beside, path)
}
