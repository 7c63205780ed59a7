//! A certificate: its number, its key, how long it holds. Who issued it is not checked here: a platform
//! certificate comes encrypted with the APIv3 key, a merchant's own from its own disk.

use rustls_pki_types::pem::SectionKind;
use x509_cert::Certificate as X509;
use x509_cert::der::Decode as _;
use x509_cert::der::referenced::OwnedToRef as _;

use super::{PublicKey, pem};

/// What is used of an X.509 certificate. Times: seconds since 1970.
#[derive(Clone, Debug)]
pub(crate) struct Certificate {
    /// Upper-case hexadecimal digits, as `Wechatpay-Serial` and the console spell it.
    pub(crate) serial_no: String,
    pub(crate) key: PublicKey,
    pub(crate) not_before: u64,
    pub(crate) not_after: u64,
}

impl Certificate {
    /// Reads the first certificate of a PEM text.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (SectionKind::Certificate, der) = pem::section(text)? else { return None };
        let certificate = X509::from_der(&der).ok()?;
        let certificate = certificate.tbs_certificate();
        // a number whose first bit is set has a zero before it, which is no part of its spelling
        let serial = certificate.serial_number().as_bytes();
        let serial = serial.strip_prefix(&[0]).filter(|rest| !rest.is_empty()).unwrap_or(serial);
        let validity = certificate.validity();
        Some(Self {
            serial_no: serial.iter().map(|byte| format!("{byte:02X}")).collect(),
            key: PublicKey::of(&certificate.subject_public_key_info().owned_to_ref())?,
            not_before: validity.not_before.to_unix_duration().as_secs(),
            not_after: validity.not_after.to_unix_duration().as_secs(),
        })
    }

    /// Whether it may be believed at `now` (seconds).
    pub(crate) fn holds(&self, now: u64) -> bool {
        (self.not_before..=self.not_after).contains(&now)
    }
}
