//! The token of a buyer: who, until when, and a signature over both. It says nothing about the buyer
//! but a random id. Never here: openid and session_key.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::error::{Code, Error};
use crate::random;
use crate::secret::Secret;

/// How long a token is valid, in seconds.
pub(crate) const LIVES: u64 = 2 * 60 * 60;
/// A token is about 100 characters; nothing longer is looked at.
const MOST: usize = 256;
/// Keeps these signatures apart from any other use of the same key.
const PURPOSE: &[u8] = b"wxpay-merchant token 1\n";

/// The random id of a buyer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BuyerId(String);

impl BuyerId {
    pub(crate) fn new(id: String) -> Self {
        Self(id)
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Makes and checks tokens.
pub(crate) struct Tokens(Hmac<Sha256>);

impl Tokens {
    /// Signs with `key`, or with a random one.
    pub(crate) fn new(key: Option<&Secret>) -> Result<Self, Error> {
        let random;
        let key = match key {
            Some(key) => key.expose().as_bytes(),
            None => {
                random = random::bytes::<32>()?;
                &random
            }
        };
        let mac = Hmac::new_from_slice(key)
            .map_err(|error| Error::new(Code::Internal).because(error.to_string()))?;
        Ok(Self(mac.chain_update(PURPOSE)))
    }

    /// A token for `buyer`, valid from `now` (seconds).
    pub(crate) fn make(&self, buyer: &BuyerId, now: u64) -> String {
        let claims = format!("{}.{}", buyer.as_str(), now.saturating_add(LIVES));
        let signature = self.0.clone().chain_update(claims.as_bytes()).finalize().into_bytes();
        [&claims, ".", &URL_SAFE_NO_PAD.encode(signature)].concat()
    }

    /// The buyer of a token that is ours and still valid at `now` (seconds).
    pub(crate) fn read(&self, token: &str, now: u64) -> Option<BuyerId> {
        if token.len() > MOST {
            return None;
        }
        let (claims, signature) = token.rsplit_once('.')?;
        let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
        // verify_slice takes the same time wherever they differ
        self.0.clone().chain_update(claims.as_bytes()).verify_slice(&signature).ok()?;
        let (buyer, until) = claims.split_once('.')?;
        (now < until.parse().ok()?).then(|| BuyerId(buyer.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(key: &str) -> Tokens {
        Tokens::new(Some(&Secret::new(key.into()))).unwrap()
    }

    #[test]
    fn a_token_names_its_buyer_for_two_hours() {
        let tokens = tokens("0123456789abcdef0123456789abcdef");
        let buyer = BuyerId::new("b1".into());
        let token = tokens.make(&buyer, 1_000);
        assert_eq!(tokens.read(&token, 1_000 + LIVES - 1), Some(buyer));
        assert_eq!(tokens.read(&token, 1_000 + LIVES), None);
    }

    #[test]
    fn a_token_that_was_changed_or_made_elsewhere_is_nobody_s() {
        let ours = tokens("0123456789abcdef0123456789abcdef");
        let token = ours.make(&BuyerId::new("b1".into()), 1_000);
        for at in 0..token.len() {
            let mut forged = token.clone().into_bytes();
            forged[at] = if forged[at] == b'A' { b'B' } else { b'A' };
            let forged = String::from_utf8(forged).unwrap();
            assert_eq!(ours.read(&forged, 1_000), None, "{forged}");
        }
        for forged in ["", ".", "..", "b1.9999999999.", &token[1..], &token[..token.len() - 1]] {
            assert_eq!(ours.read(forged, 1_000), None, "{forged}");
        }
        assert_eq!(tokens("another key of thirty-two chars!").read(&token, 1_000), None);
        assert_eq!(Tokens::new(None).unwrap().read(&token, 1_000), None);
    }
}
