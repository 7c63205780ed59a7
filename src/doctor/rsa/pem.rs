//! PEM as people have it: with one line or many, with blanks where line ends were, with `\n` in it.

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// What is inside.
#[derive(Clone, Copy)]
pub enum Label {
    Certificate,
    PrivateKey,
    PublicKey,
}

/// The label and the bytes of the first PEM block.
pub fn read(text: &str) -> Option<(Label, Vec<u8>)> {
    let text = text.replace("\\n", "\n");
    let behind = text.split_once("-----BEGIN ")?.1;
    let (label, behind) = behind.split_once("-----")?;
    let (body, _) = behind.split_once("-----END")?;
    let label = match label.trim() {
        "CERTIFICATE" => Label::Certificate,
        "PRIVATE KEY" | "RSA PRIVATE KEY" => Label::PrivateKey,
        "PUBLIC KEY" | "RSA PUBLIC KEY" => Label::PublicKey,
        _ => return None,
    };
    let body: String = body.chars().filter(|c| !c.is_whitespace() && *c != '=').collect();
    let config =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    GeneralPurpose::new(&STANDARD, config).decode(body).ok().map(|der| (label, der))
}
