//! Platform certificates that come after the first: WeChat Pay makes a new one before the old one ends, and
//! for a while both can be fetched and either may sign. In memory alone: a sandbox that starts anew has its
//! first again. Source: pay.weixin.qq.com/doc/v3/merchant/4013053420 and 4012551764.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::certificate::{self, Certificate};
use super::{KeyError, Keys, RsaKey};

/// The newer ones, and which of all signs.
#[derive(Default)]
pub(super) struct Rotation(Mutex<Newer>);

#[derive(Default)]
struct Newer {
    all: Vec<Arc<(RsaKey, Certificate)>>,
    /// From 1; 0 is the first certificate.
    signs: usize,
}

impl Keys {
    /// Makes another platform certificate, which signs from now on. Gives its number.
    pub(crate) fn rotate(&self) -> Result<String, KeyError> {
        let key = RsaKey::generate()?;
        let made = certificate::make(&key, "Tenpay.com sandbox", crate::clock::machine())?;
        let serial = made.serial.clone();
        let mut newer = self.newer();
        newer.all.push(Arc::new((key, made)));
        newer.signs = newer.all.len();
        Ok(serial)
    }

    /// From now on the certificate of this number signs; `false` when there is none.
    pub(crate) fn sign_with(&self, serial: &str) -> bool {
        let found = self.certificates().iter().position(|(each, _)| each == serial);
        if let Some(at) = found {
            self.newer().signs = at;
        }
        found.is_some()
    }

    /// Number and PEM of each that can be fetched, the oldest first.
    pub(crate) fn certificates(&self) -> Vec<(String, String)> {
        let first = (self.platform_serial.clone(), self.platform_certificate.clone());
        let newer = self.newer();
        let newer = newer.all.iter().map(|one| (one.1.serial.clone(), one.1.pem.clone()));
        std::iter::once(first).chain(newer).collect()
    }

    /// The number of the certificate that signs, and its signature of `message`.
    pub(crate) fn certified(&self, message: &[u8]) -> (String, String) {
        let one = {
            let newer = self.newer();
            newer.signs.checked_sub(1).and_then(|at| newer.all.get(at).cloned())
        };
        match one {
            None => (self.platform_serial.clone(), self.platform.sign(message)),
            Some(one) => (one.1.serial.clone(), one.0.sign(message)),
        }
    }

    pub(crate) fn has_certificate(&self, serial: &str) -> bool {
        self.certificates().iter().any(|(each, _)| each == serial)
    }

    fn newer(&self) -> MutexGuard<'_, Newer> {
        self.rotation.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
