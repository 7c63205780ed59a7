//! Where the sandbox keeps the RSA keys of API v3. Never here: what is in the files.

use std::path::{Path, PathBuf};

use wxpay_sandbox::Keys;

use crate::failure::Failure;

const PREFIX: &str = "wxpay-sandbox-";

/// The keys, and the lines of the environment that say where they are.
pub struct KeyFolder {
    pub keys: Keys,
    pub lines: String,
    /// Lasts as long as the keys are needed.
    pub temporary: Option<Temporary>,
}

/// A folder that is taken away again when this is dropped.
pub struct Temporary(PathBuf);

impl Drop for Temporary {
    fn drop(&mut self) {
        // what is left behind in the folder for temporary files does no harm
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Reads the keys in `folder`, or makes and writes them.
pub fn open(folder: Option<&Path>, mch_id: &str) -> Result<KeyFolder, Failure> {
    let (path, temporary) = match folder {
        Some(folder) => (folder.to_owned(), None),
        None => {
            sweep();
            let path = temporary()?;
            (path.clone(), Some(Temporary(path)))
        }
    };
    let failed =
        |error: std::io::Error| Failure::Failed(format!("the keys in {}: {error}", path.display()));
    let keys = match Keys::read(&path).map_err(failed)? {
        Some(keys) => keys,
        None => Keys::generate(mch_id).map_err(|error| Failure::Failed(error.to_string()))?,
    };
    let lines = keys.write(&path).map_err(failed)?;
    Ok(KeyFolder { keys, lines, temporary })
}

/// Takes away what sandboxes left that were killed: folders with the number of a process that is no
/// more. Where processes cannot be looked up they stay.
fn sweep() {
    let entries = std::fs::read_dir(std::env::temp_dir()).into_iter().flatten().flatten();
    for entry in entries {
        let name = entry.file_name();
        let id = name.to_str().and_then(|name| name.strip_prefix(PREFIX)?.split_once('-'));
        let id = id.and_then(|(id, _)| id.parse::<u32>().ok());
        if id.is_some_and(|id| {
            Path::new("/proc/self").exists() && !Path::new(&format!("/proc/{id}")).exists()
        }) {
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}

/// A new folder that nobody else can look into.
fn temporary() -> Result<PathBuf, Failure> {
    let failed = |error: std::io::Error| {
        Failure::Failed(format!("no temporary folder for keys: {error}. Name one with --keys"))
    };
    let mut folder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
    let begun = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let begun = begun.map_or(0, |since| since.as_nanos());
    let path = std::env::temp_dir().join(format!("{PREFIX}{}-{begun}", std::process::id()));
    folder.create(&path).map_err(failed)?;
    Ok(path)
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn a_link_in_place_of_a_key_is_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("target");
        std::fs::write(&target, "theirs").unwrap();
        let keys = folder.path().join("keys");
        std::fs::create_dir(&keys).unwrap();
        for name in ["apiclient_key.pem", "apiclient_key.pem.new"] {
            symlink(&target, keys.join(name)).unwrap();
        }
        open(Some(&keys), "1900000109").unwrap();
        assert_eq!(std::fs::read_to_string(&target).unwrap(), "theirs");
        let names: Vec<_> = std::fs::read_dir(&keys).unwrap().map(Result::unwrap).collect();
        assert_eq!(names.len(), 5, "{names:?}");
        for file in names {
            let told = std::fs::symlink_metadata(file.path()).unwrap();
            assert!(told.is_file(), "{file:?}");
            assert_eq!(told.permissions().mode() & 0o777, 0o600, "{file:?}");
        }
        // what is there is read, and stays while it is written again
        let before = std::fs::read_to_string(keys.join("apiclient_key.pem")).unwrap();
        std::fs::create_dir(keys.join("apiclient_key.pem.new")).unwrap();
        assert!(open(Some(&keys), "1900000109").is_err());
        assert_eq!(std::fs::read_to_string(keys.join("apiclient_key.pem")).unwrap(), before);
    }
}
