//! Files with lines `NAME=value`, as a sandbox writes and a merchant reads them.

use std::collections::BTreeMap;
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
    wxpay_sandbox::write_private(path, lines)
        .map_err(|error| Failure::Failed(format!("{} cannot be written: {error}", path.display())))
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
