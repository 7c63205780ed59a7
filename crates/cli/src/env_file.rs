//! Files with lines `NAME=value`, as a sandbox writes and a merchant reads them.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use crate::failure::Failure;

/// Reads a file. Empty lines and lines that begin with # say nothing; everything after the first =
/// is the value, as it is.
pub fn read(path: &Path) -> Result<BTreeMap<String, String>, Failure> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| Failure::Misuse(format!("{} cannot be read: {error}", path.display())))?;
    let lines = text.lines().enumerate();
    lines
        .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'))
        .map(|(at, line)| match line.split_once('=') {
            Some((name, value)) if !name.is_empty() && !name.contains(char::is_whitespace) => {
                Ok((name.to_owned(), value.to_owned()))
            }
            // the line may be a secret: only its place is told
            _ => Err(Failure::Misuse(format!(
                "line {} of {} is not NAME=value",
                at + 1,
                path.display()
            ))),
        })
        .collect()
}

/// Writes a file that only its owner can read, whole or not at all: whoever waits for it never sees
/// half of it.
pub fn write(path: &Path, lines: &str) -> Result<(), Failure> {
    let failed = |error: std::io::Error| {
        Failure::Failed(format!("{} cannot be written: {error}", path.display()))
    };
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    let mut options = std::fs::OpenOptions::new();
    // made anew: what somebody else put there is neither followed nor given the secrets
    let _ = std::fs::remove_file(&beside);
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&beside).map_err(failed)?;
    file.write_all(lines.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)?;
    std::fs::rename(&beside, path).map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("env");
        write(&path, "A=1\n\n# note\nB=x=y z\n").unwrap();
        let read = read(&path).unwrap();
        assert_eq!(read["A"], "1");
        assert_eq!(read["B"], "x=y z");
        assert_eq!(read.len(), 2);
        write(&path, "A=2\n").unwrap();
        assert_eq!(super::read(&path).unwrap()["A"], "2");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn a_line_that_is_no_variable_is_named_by_its_place_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("env");
        write(&path, "A=1\nsecret-without-a-name\n").unwrap();
        let error = read(&path).unwrap_err().to_string();
        assert!(error.contains("line 2") && !error.contains("secret"), "{error}");
    }
}
