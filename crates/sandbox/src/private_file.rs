//! Files that hold secrets: readable by their owner alone, and there whole or not at all, also for whoever is
//! killed in the middle or looks meanwhile. Never here: what is in them.

use std::io::{self, Write};
use std::path::Path;

/// Writes `text` to the file at `path`, in place of what was there.
///
/// # Errors
/// Those of the file system. What was there stays then.
pub fn write(path: &Path, text: &str) -> io::Result<()> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    let mut options = std::fs::OpenOptions::new();
    // made anew: what somebody else put there is neither followed nor given the secrets
    let _ = std::fs::remove_file(&beside);
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&beside)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(&beside, path)
}
