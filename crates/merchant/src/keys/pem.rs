//! PEM, also as it comes through a variable of the environment: on one line, with `\n` spelled out or
//! with blanks for line ends. Never here: what is inside.

use rustls_pki_types::pem::{PemObject, SectionKind};

/// The first section of `text`.
pub(super) fn section(text: &str) -> Option<(SectionKind, Vec<u8>)> {
    // one pass over a key file: a chain of certificates begins with one's own
    <(SectionKind, Vec<u8>)>::from_pem_slice(lines(text)?.as_bytes()).ok()
}

/// The same text with the line ends that a strict reader wants.
pub(crate) fn lines(text: &str) -> Option<String> {
    let text = text.replace("\\n", "\n");
    let begin = text.find("-----BEGIN ")?;
    let (label, rest) = text[begin + 11..].split_once("-----")?;
    let (body, _) = rest.split_once("-----END ")?;
    let body: String = body.split_whitespace().collect();
    let mut lines = format!("-----BEGIN {label}-----\n");
    for (at, character) in body.char_indices() {
        lines.push(character);
        if at % 64 == 63 {
            lines.push('\n');
        }
    }
    Some(format!("{lines}\n-----END {label}-----\n"))
}
