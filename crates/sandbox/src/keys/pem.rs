//! PEM: Base64 between two lines. Never here: what the bytes are.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The label and the bytes of the first block. White space inside it means nothing: the official
/// test key is published with its lines joined by blanks.
pub(super) fn read(text: &str) -> Option<(&str, Vec<u8>)> {
    let (_, rest) = text.split_once("-----BEGIN ")?;
    let (label, rest) = rest.split_once("-----")?;
    let (body, _) = rest.split_once("-----END ")?;
    let body: String = body.chars().filter(|c| !c.is_whitespace()).collect();
    Some((label, STANDARD.decode(body).ok()?))
}

pub(super) fn write(label: &str, der: &[u8]) -> String {
    let body = STANDARD.encode(der);
    let mut text = format!("-----BEGIN {label}-----\n");
    for line in body.as_bytes().chunks(64) {
        text.extend(line.iter().map(|byte| char::from(*byte)));
        text.push('\n');
    }
    text.push_str(&format!("-----END {label}-----\n"));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        for length in [0, 1, 47, 48, 49, 500] {
            let der = vec![7; length];
            let text = write("THING", &der);
            assert!(text.lines().all(|line| line.len() <= 64));
            assert_eq!(read(&text), Some(("THING", der)));
        }
    }

    #[test]
    fn what_is_no_pem_is_nothing() {
        for text in
            ["", "AAAA", "-----BEGIN X-----\nAAAA\n", "-----BEGIN X-----\n*\n-----END X-----"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
