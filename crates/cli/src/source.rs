//! Bytes of a file or of standard input, as many as any message of WeChat Pay may have.

use std::io::Read;
use std::path::Path;

use crate::failure::Failure;

/// The text of a file or of standard input, without a byte order mark, and how it is called.
pub fn text(path: Option<&Path>) -> Result<(String, String), Failure> {
    let (name, bytes) = read(path)?;
    let text = utf8(&name, bytes)?;
    Ok((name, text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)))
}

/// The text of a file, every byte of it.
pub fn exact(path: &Path) -> Result<String, Failure> {
    let (name, bytes) = read(Some(path))?;
    utf8(&name, bytes)
}

fn utf8(name: &str, bytes: Vec<u8>) -> Result<String, Failure> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(Failure::Misuse(format!(
            "{name} is UTF-16, as Windows' editors and PowerShell's > write it: save it as UTF-8"
        )));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to() + 1;
        Failure::Misuse(format!(
            "{name} is not UTF-8 (byte {at}): WeChat Pay takes and sends UTF-8; was it saved as GBK, or \
             is it compressed?"
        ))
    })
}

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
        Err(_) if looks_like_a_key(&name) => Err(Failure::Misuse(
            "a file is to be named here, and what was given looks like a key itself. Keys are never \
             arguments, which everybody on the machine can see: put it into a file or a variable, and \
             take it out of the shell's history"
                .into(),
        )),
        Err(error) => Err(Failure::Misuse(format!("{name} cannot be read: {error}"))),
        Ok(_) if bytes.len() as u64 > MOST_BYTES => {
            Err(Failure::Misuse(format!("{name} is longer than {MOST_BYTES} bytes")))
        }
        Ok(_) => Ok((name, bytes)),
    }
}

/// APIv2 and APIv3 keys and AppSecrets are 32 letters and digits; PEM begins with its label.
pub fn looks_like_a_key(text: &str) -> bool {
    let plain = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric());
    text.len() == 32 && plain(text) || text.contains("-----BEGIN")
}
