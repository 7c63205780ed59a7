//! The signature over what WeChat Pay sends: answers and notifications of API v3.
//! Never here: what it sends. Sources: pay.weixin.qq.com/doc/v3/merchant/4013053249 (public key) and
//! 4013053420 (certificate).

use crate::clock;
use crate::keys::Keys;
use crate::random;
use crate::settings::Signer;

/// With what a probing signature begins (pay.weixin.qq.com/doc/v3/merchant/4013053249).
const PROBE: &str = "WECHATPAY/SIGNTEST/";

/// A header: its name and value.
pub(crate) type Header = (&'static str, String);

/// The headers that sign `body`. The timestamp is the machine's: a receiver compares it with its own
/// clock, which knows nothing of the hours that a test lets pass.
pub(crate) fn sign(keys: &Keys, signer: Signer, body: &str) -> Vec<Header> {
    sign_at(keys, signer, body, clock::machine())
}

/// As [`sign`], at another time than now.
pub(crate) fn sign_at(keys: &Keys, signer: Signer, body: &str, at: u64) -> Vec<Header> {
    let (timestamp, nonce) = (at.to_string(), random::letters_and_digits(32));
    let message = format!("{timestamp}\n{nonce}\n{body}\n");
    let (serial, signature) = match signer {
        Signer::PublicKey => (keys.public_key_id.clone(), keys.public.sign(message.as_bytes())),
        Signer::Certificate => keys.certified(message.as_bytes()),
    };
    vec![
        ("Wechatpay-Timestamp", timestamp),
        ("Wechatpay-Nonce", nonce),
        ("Wechatpay-Signature", signature),
        ("Wechatpay-Serial", serial),
        ("Wechatpay-Signature-Type", "WECHATPAY2-SHA256-RSA2048".to_owned()),
    ]
}

/// Makes a right signature the probing one: WeChat sends it to see that a merchant refuses it.
pub(crate) fn make_probe(headers: &mut [Header]) {
    for (name, value) in headers {
        if *name == "Wechatpay-Signature" {
            *value = format!("{PROBE}{value}");
        }
    }
}
