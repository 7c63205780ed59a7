//! Writes the state to a file, when it has changed and at the end. Never here: what the state is.

use std::io::{self, Write};
use std::time::Duration;

use crate::private_file;
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
    match private_file::write(path, &text) {
        Ok(()) => text,
        Err(error) => {
            // Nobody waits for it: the next change tries again.
            let _ = writeln!(io::stderr(), "{} cannot be written: {error}", path.display());
            last
        }
    }
}
