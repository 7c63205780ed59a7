//! Bytes of a file or of standard input, as many as any message of WeChat Pay may have.

use std::io::Read;
use std::path::Path;

use crate::failure::Failure;

/// More than any message of WeChat Pay has.
const MOST_BYTES: u64 = 1024 * 1024;

/// Reads a file; standard input for `-` and for nothing. Also tells how it is called.
pub fn read(path: Option<&Path>) -> Result<(String, Vec<u8>), Failure> {
    let mut bytes = Vec::new();
    let (name, read) = match path {
        Some(path) if path.as_os_str() != "-" => {
            let name = path.display().to_string();
            let file = std::fs::File::open(path);
            (name, file.and_then(|file| file.take(MOST_BYTES + 1).read_to_end(&mut bytes)))
        }
        _ => {
            let input = std::io::stdin().lock();
            ("standard input".into(), input.take(MOST_BYTES + 1).read_to_end(&mut bytes))
        }
    };
    match read {
        Err(error) => Err(Failure::Misuse(format!("{name} cannot be read: {error}"))),
        Ok(_) if bytes.len() as u64 > MOST_BYTES => {
            Err(Failure::Misuse(format!("{name} is longer than {MOST_BYTES} bytes")))
        }
        Ok(_) => Ok((name, bytes)),
    }
}
