//! Signatures of API v3 by hand: RSA keys from PEM files, as WeChat Pay's certificate tool writes them.

use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use wxpay_mini::doctor::{Owner, RsaKey};

use crate::failure::Failure;
use crate::key::of_file;

const VARIABLE: &str = "WXPAY_PRIVATE_KEY_FILE";

/// Signs `text` with the private key in the file, or in the one that the variable names.
pub fn sign(path: Option<&Path>, text: &str) -> Result<String, Failure> {
    let named = std::env::var_os(VARIABLE).filter(|name| !name.is_empty()).map(PathBuf::from);
    let path = path.map(Path::to_owned).or(named).ok_or_else(|| {
        Failure::Misuse(format!(
            "RSA needs the merchant's private key: --private-key or {VARIABLE}"
        ))
    })?;
    let no_key = |why: &str| {
        Failure::Misuse(format!(
            "{} is no private key that can sign ({why}): a file that begins with -----BEGIN PRIVATE KEY-----",
            path.display()
        ))
    };
    let pem = of_file(&path)?;
    let der = der(&pem).ok_or_else(|| no_key("not PEM"))?;
    let pair = RsaKeyPair::from_pkcs8(&der).or_else(|_| RsaKeyPair::from_der(&der));
    let pair = pair.map_err(|error| no_key(&error.to_string()))?;
    let mut signature = vec![0; pair.public().modulus_len()];
    pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text.as_bytes(), &mut signature)
        .map_err(|_| Failure::Failed("the signature could not be made".into()))?;
    Ok(STANDARD.encode(signature))
}

/// Whether `signature` is the one of `text`.
pub fn verify(key: &RsaKey, text: &str, signature: &str) -> bool {
    STANDARD.decode(signature).is_ok_and(|signature| key.verifies(text, &signature))
}

/// The key that verifies: from the file, or from the one that the variable names.
pub fn public(owner: Owner, path: Option<&Path>) -> Result<RsaKey, Failure> {
    let (variable, wanted) = match owner {
        Owner::Merchant => (
            "WXPAY_CERTIFICATE_FILE",
            "RSA needs the merchant's certificate or public key: --merchant-key",
        ),
        Owner::WechatPay => (
            "WXPAY_PUBLIC_KEY_FILE",
            "this is signed by WeChat Pay: give its public key or platform certificate with --wechatpay-key",
        ),
    };
    let named = std::env::var_os(variable).filter(|name| !name.is_empty()).map(PathBuf::from);
    let path = path
        .map(Path::to_owned)
        .or(named)
        .ok_or_else(|| Failure::Misuse(format!("{wanted}, or {variable}")))?;
    pem(owner, &path)
}

/// A key or certificate from a file.
pub fn pem(owner: Owner, path: &Path) -> Result<RsaKey, Failure> {
    RsaKey::from_pem(owner, &of_file(path)?).ok_or_else(|| {
        Failure::Misuse(format!(
            "{} is no RSA key or certificate in PEM: a file that begins with -----BEGIN CERTIFICATE-----, \
             -----BEGIN PUBLIC KEY----- or -----BEGIN PRIVATE KEY-----",
            path.display()
        ))
    })
}

/// The bytes of a private key in PEM, whatever white space is in it.
fn der(pem: &str) -> Option<Vec<u8>> {
    // as the doctor reads it: with \n in letters, as environments and JSON hold it
    let pem = pem.replace("\\n", "\n");
    let (_, behind) = pem.split_once("PRIVATE KEY-----")?;
    let (body, _) = behind.split_once("-----END")?;
    let body: String = body.split_whitespace().collect();
    STANDARD.decode(body).ok()
}
