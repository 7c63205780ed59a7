//! WeChat Pay's keys by number: its public key, where the merchant has one, and its platform
//! certificates, which are fetched and fetched again. During a change both come into use, so both are
//! kept (pay.weixin.qq.com/doc/v3/merchant/4012154180).

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::error::{Code, Error};
use crate::keys::{Certificate, PublicKey};

/// "定时调用，间隔应小于12小时" (pay.weixin.qq.com/wiki/doc/apiv3/apis/chapter7_1_3.shtml), in seconds.
const FRESH: u64 = 11 * 60 * 60;
/// Somebody who sends notifications with numbers of his own makes the backend ask once a minute at most.
const PAUSE: u64 = 60;

pub(super) struct PlatformKeys {
    public_key: Option<(String, PublicKey)>,
    fetched: Mutex<Fetched>,
}

#[derive(Default)]
struct Fetched {
    certificates: Vec<Certificate>,
    /// Seconds since 1970, of the last success and of the last attempt.
    at: u64,
    tried_at: u64,
}

impl PlatformKeys {
    pub(super) fn new(public_key: Option<(String, PublicKey)>) -> Self {
        Self { public_key, fetched: Mutex::default() }
    }

    /// The id of the public key, where there is one.
    pub(super) fn public_key_id(&self) -> Option<&str> {
        self.public_key.as_ref().map(|(id, _)| id.as_str())
    }

    /// The key of `serial` at `now` (seconds); asks for certificates by `fetch` where that may help.
    pub(super) fn key(
        &self,
        serial: &str,
        now: u64,
        fetch: impl FnOnce() -> Result<Vec<Certificate>, Error>,
    ) -> Result<PublicKey, Error> {
        if let Some((id, key)) = &self.public_key
            && id == serial
        {
            return Ok(key.clone());
        }
        if serial.starts_with("PUB_KEY_ID_") {
            return Err(unknown(
                "it is signed with a public key that WXPAY_PUBLIC_KEY_ID does not name",
            ));
        }
        // held while asking: whoever needs the same certificate waits for the same answer
        let mut fetched = self.fetched();
        let found = fetched.find(serial, now);
        let is_fresh = now.abs_diff(fetched.at) < FRESH;
        if (found.is_some() && is_fresh) || now.abs_diff(fetched.tried_at) < PAUSE {
            return found.ok_or_else(|| unknown("no platform certificate has its number"));
        }
        fetched.tried_at = now;
        match fetch() {
            Ok(certificates) => {
                fetched.certificates = certificates;
                fetched.at = now;
            }
            // what is there still holds
            Err(error) if found.is_some() => {
                tracing::warn!(
                    code = error.code().as_str(),
                    cause = error.cause(),
                    "platform certificates"
                );
            }
            Err(error) => return Err(error),
        }
        fetched.find(serial, now).ok_or_else(|| unknown("no platform certificate has its number"))
    }

    fn fetched(&self) -> MutexGuard<'_, Fetched> {
        self.fetched.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Fetched {
    fn find(&self, serial: &str, now: u64) -> Option<PublicKey> {
        let same = |each: &&Certificate| each.serial_no.eq_ignore_ascii_case(serial);
        let found = self.certificates.iter().find(same)?;
        found.holds(now).then(|| found.key.clone())
    }
}

fn unknown(why: &str) -> Error {
    Error::new(Code::AnswerSignature).because(why)
}
