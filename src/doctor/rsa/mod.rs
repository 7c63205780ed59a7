//! RSA as far as a doctor needs it: reading keys, and opening a signature with the public half, which
//! gives the hash of whatever was signed. Nothing is ever signed here: of a private key only the public
//! half is kept, so there is no secret operation whose time could tell anything.

mod der;
mod pem;

use super::said::Said;
use num_bigint::BigUint;

/// Whose key it is said to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// The merchant's: it signs requests and payments.
    Merchant,
    /// WeChat Pay's: it signs answers and notifications.
    WechatPay,
}

/// The public half of a key.
#[derive(Clone, PartialEq, Eq)]
pub struct RsaKey {
    owner: Owner,
    modulus: BigUint,
    exponent: BigUint,
    serial: String,
    kind: KeyKind,
}

/// What it was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// A private key.
    Private,
    /// A public key.
    Public,
    /// An X.509 certificate.
    Certificate,
}

impl RsaKey {
    /// Reads PEM: a private key (PKCS#8 or PKCS#1), a public key (SPKI or PKCS#1), or a certificate.
    /// None where it is none of them.
    pub fn from_pem(owner: Owner, text: &str) -> Option<Self> {
        let (label, der) = pem::read(text)?;
        let read = match label {
            pem::Label::Certificate => der::certificate(&der)?,
            pem::Label::PrivateKey => der::private_key(&der)?,
            pem::Label::PublicKey => der::public_key(&der)?,
        };
        let kind = match label {
            pem::Label::Certificate => KeyKind::Certificate,
            pem::Label::PrivateKey => KeyKind::Private,
            pem::Label::PublicKey => KeyKind::Public,
        };
        let modulus = BigUint::from_bytes_be(read.modulus);
        let exponent = BigUint::from_bytes_be(read.exponent);
        // what WeChat Pay uses; a modulus of a gigabyte would keep anybody busy
        let sane = (1024..=8192).contains(&modulus.bits()) && (2..=32).contains(&exponent.bits());
        let serial = super::hash::lower_hex(read.serial).to_ascii_uppercase();
        let serial = serial.trim_start_matches("00").to_owned();
        sane.then_some(Self { owner, modulus, exponent, serial, kind })
    }

    /// The id by which WeChat Pay names its public key: `PUB_KEY_ID_…`.
    pub fn with_id(mut self, id: &str) -> Self {
        self.serial = id.to_owned();
        self
    }

    /// Whose it is.
    pub fn owner(&self) -> Owner {
        self.owner
    }

    /// What it was read from.
    pub fn kind(&self) -> KeyKind {
        self.kind
    }

    /// The serial number of the certificate in hex, or the id; empty where there is none.
    pub fn serial(&self) -> &str {
        &self.serial
    }

    /// Whether `signature` is SHA256-with-RSA (PKCS#1 v1.5) over `text`, as every signature of API v3.
    pub fn verifies(&self, text: &str, signature: &[u8]) -> bool {
        let digest = super::hash::Hash::Sha256.digest(text.as_bytes(), b"");
        // the digest is exactly as long as it is, so that the padding before it fills all the rest
        self.open(signature) == Some(Opened::Sha256(digest))
    }

    pub(super) fn said(&self) -> Said {
        let serial =
            if self.serial.is_empty() { String::new() } else { format!(" {}", self.serial) };
        let (en, zh) = match (self.owner, self.kind) {
            (Owner::Merchant, KeyKind::Private) => ("the merchant's private key", "商户私钥"),
            (Owner::Merchant, KeyKind::Public) => ("the merchant's public key", "商户公钥"),
            (Owner::Merchant, KeyKind::Certificate) => {
                ("the merchant's API certificate", "商户 API 证书")
            }
            (Owner::WechatPay, KeyKind::Private) => ("a private key", "私钥"),
            (Owner::WechatPay, KeyKind::Public) => ("WeChat Pay's public key", "微信支付公钥"),
            (Owner::WechatPay, KeyKind::Certificate) => {
                ("WeChat Pay's platform certificate", "微信支付平台证书")
            }
        };
        Said::both(format!("{en}{serial}"), format!("{zh}{serial}"))
    }

    /// Opens a signature: what it holds, or none if this key did not make it.
    pub(super) fn open(&self, signature: &[u8]) -> Option<Opened> {
        let number = BigUint::from_bytes_be(signature);
        if number >= self.modulus {
            return None;
        }
        let message = number.modpow(&self.exponent, &self.modulus).to_bytes_be();
        let length = usize::try_from(self.modulus.bits().div_ceil(8)).ok()?;
        if message.len() + 1 == length && message.first() == Some(&1) {
            return opened(&message);
        }
        // RSA-PSS ends with this byte; by chance one in 256 does, so it is told only where nothing else fits
        (message.last() == Some(&0xbc)).then_some(Opened::Pss)
    }
}

impl core::fmt::Debug for RsaKey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "RsaKey({:?}, {:?}, {})", self.owner, self.kind, self.serial)
    }
}

/// What an opened signature holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Opened {
    /// The SHA-256 of the signed text.
    Sha256(Vec<u8>),
    /// The hash is another one.
    Other(super::hash::Hash, Vec<u8>),
    /// Signed with this key, though with no hash that is known.
    Unknown,
    /// Perhaps RSA-PSS.
    Pss,
}

/// The hashes that PKCS#1 v1.5 names before the digest (RFC 8017, 9.2).
const PREFIXES: [(&[u8], super::hash::Hash); 4] = {
    use super::hash::Hash;
    [
        (&[48, 49, 48, 13, 6, 9, 96, 134, 72, 1, 101, 3, 4, 2, 1, 5, 0, 4, 32], Hash::Sha256),
        (&[48, 33, 48, 9, 6, 5, 43, 14, 3, 2, 26, 5, 0, 4, 20], Hash::Sha1),
        (&[48, 32, 48, 12, 6, 8, 42, 134, 72, 134, 247, 13, 2, 5, 5, 0, 4, 16], Hash::Md5),
        (&[48, 81, 48, 13, 6, 9, 96, 134, 72, 1, 101, 3, 4, 2, 3, 5, 0, 4, 64], Hash::Sha512),
    ]
};

/// `01 FF … FF 00` and what is behind it.
fn opened(message: &[u8]) -> Option<Opened> {
    let padding = message.iter().skip(1).take_while(|byte| **byte == 0xff).count();
    // eight at least (RFC 8017); no other key gives them by chance
    if padding < 8 || message.get(padding + 1) != Some(&0) {
        return None;
    }
    let inside = message.get(padding + 2..)?;
    for (prefix, hash) in PREFIXES {
        if let Some(digest) = inside.strip_prefix(prefix) {
            return Some(match hash {
                super::hash::Hash::Sha256 => Opened::Sha256(digest.to_vec()),
                hash => Opened::Other(hash, digest.to_vec()),
            });
        }
    }
    Some(Opened::Unknown)
}
