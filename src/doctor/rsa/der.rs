//! The few structures of DER that hold an RSA public key, read without trust in any length.

/// The numbers of a public key, and the serial number of its certificate.
pub struct Numbers<'a> {
    pub modulus: &'a [u8],
    pub exponent: &'a [u8],
    pub serial: &'a [u8],
}

const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const OCTET_STRING: u8 = 0x04;
const SEQUENCE: u8 = 0x30;
/// `[0] EXPLICIT`, the version of a certificate.
const VERSION: u8 = 0xa0;

/// The content of the next element if it has this tag, and what is behind it.
fn take(bytes: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (found, rest) = bytes.split_first()?;
    if *found != tag {
        return None;
    }
    let (first, rest) = rest.split_first()?;
    let (length, rest) = match first {
        0..=0x7f => (usize::from(*first), rest),
        0x81..=0x83 => {
            let (digits, rest) = rest.split_at_checked(usize::from(first - 0x80))?;
            (digits.iter().fold(0, |length, digit| length << 8 | usize::from(*digit)), rest)
        }
        _ => return None,
    };
    rest.split_at_checked(length)
}

fn skip(bytes: &[u8]) -> Option<&[u8]> {
    take(bytes, *bytes.first()?).map(|(_, rest)| rest)
}

/// `SEQUENCE { INTEGER modulus, INTEGER exponent, … }`
fn numbers(bytes: &[u8]) -> Option<Numbers<'_>> {
    let (modulus, rest) = take(bytes, INTEGER)?;
    let (exponent, _) = take(rest, INTEGER)?;
    Some(Numbers { modulus, exponent, serial: &[] })
}

/// SubjectPublicKeyInfo, or PKCS#1's RSAPublicKey.
pub fn public_key(bytes: &[u8]) -> Option<Numbers<'_>> {
    let (inside, _) = take(bytes, SEQUENCE)?;
    if inside.first() == Some(&INTEGER) {
        return numbers(inside);
    }
    let (bits, _) = take(skip(inside)?, BIT_STRING)?;
    let (key, _) = take(bits.strip_prefix(&[0])?, SEQUENCE)?;
    numbers(key)
}

/// PKCS#8's PrivateKeyInfo, or PKCS#1's RSAPrivateKey: the public numbers in it.
pub fn private_key(bytes: &[u8]) -> Option<Numbers<'_>> {
    let (inside, _) = take(bytes, SEQUENCE)?;
    let (_version, rest) = take(inside, INTEGER)?;
    if rest.first() == Some(&SEQUENCE) {
        let (key, _) = take(skip(rest)?, OCTET_STRING)?;
        let (inside, _) = take(key, SEQUENCE)?;
        return numbers(take(inside, INTEGER)?.1);
    }
    numbers(rest)
}

/// A certificate: its serial number and public key.
pub fn certificate(bytes: &[u8]) -> Option<Numbers<'_>> {
    let (inside, _) = take(bytes, SEQUENCE)?;
    let (mut body, _) = take(inside, SEQUENCE)?;
    if body.first() == Some(&VERSION) {
        body = skip(body)?;
    }
    let (serial, rest) = take(body, INTEGER)?;
    // signature algorithm, issuer, validity, subject
    let rest = skip(skip(skip(skip(rest)?)?)?)?;
    Some(Numbers { serial, ..public_key(rest)? })
}
