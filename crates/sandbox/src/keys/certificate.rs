//! Certificates as the merchant platform hands them out, signed by themselves instead of by Tenpay.
//! Never here: what they are used for.

use rcgen::{CertificateParams, DistinguishedName, DnType, KeyPair, PKCS_RSA_SHA256};
use rcgen::{SerialNumber, date_time_ymd};

use super::rsa::{KeyError, RsaKey};
use crate::clock;
use crate::random;

/// WeChat's certificates are good for five years (pay.weixin.qq.com/doc/v3/merchant/4013053420).
const YEARS: i32 = 5;

/// A certificate and what a client has to know of it.
pub(super) struct Certificate {
    /// 40 upper-case hex digits.
    pub(super) serial: String,
    pub(super) pem: String,
}

/// A certificate over `key` for `name`, good since the day before `now`.
pub(super) fn make(key: &RsaKey, name: &str, now: u64) -> Result<Certificate, KeyError> {
    let failed = |_| KeyError("no certificate could be made");
    // The first digit keeps it a positive number of 20 bytes.
    let serial = format!("4{}", random::hex(39)).to_uppercase();
    let der = key.private_der().into();
    let pair = KeyPair::from_pkcs8_der_and_sign_algo(&der, &PKCS_RSA_SHA256).map_err(failed)?;
    let mut params = CertificateParams::new(Vec::new()).map_err(failed)?;
    params.serial_number = Some(SerialNumber::from(bytes(&serial)));
    let mut subject = DistinguishedName::new();
    subject.push(DnType::CountryName, "CN");
    subject.push(DnType::OrganizationName, "wxpay sandbox");
    subject.push(DnType::CommonName, name);
    params.distinguished_name = subject;
    let (year, month, day) = date(now.saturating_sub(24 * 3600));
    params.not_before = date_time_ymd(year, month, day);
    // The last days of February differ by year; the first 28 of a month are in every year.
    params.not_after = date_time_ymd(year + YEARS, month, day.min(28));
    let made = params.self_signed(&pair).map_err(failed)?;
    Ok(Certificate { serial, pem: made.pem() })
}

fn date(now: u64) -> (i32, u8, u8) {
    let text = clock::beijing(now);
    let part = |from: usize, to: usize| text.get(from..to).and_then(|digits| digits.parse().ok());
    (part(0, 4).unwrap_or(2026), narrow(part(4, 6)), narrow(part(6, 8)))
}

fn narrow(number: Option<i32>) -> u8 {
    number.and_then(|number| u8::try_from(number).ok()).unwrap_or(1)
}

fn bytes(hex: &str) -> Vec<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16).unwrap_or(0) as u8;
    hex.as_bytes().chunks(2).map(|two| two.iter().fold(0, |sum, b| sum * 16 + digit(*b))).collect()
}
