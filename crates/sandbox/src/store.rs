//! The state as a text that outlives the process: account, clock, buyers, orders, refunds,
//! notifications. Never here: files, and what is on a phone's screen; a cashier does not outlive it.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::account::Account;
use crate::notify::Notification;
use crate::order::Order;
use crate::refund::Refund;
use crate::sandbox::Sandbox;

/// A later sandbox that keeps its state in another way says so.
const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Kept {
    version: u32,
    /// Lines of the environment: [`Account::from_environment`] reads them.
    account: BTreeMap<String, String>,
    advanced: u64,
    openids: Vec<String>,
    /// Those of the official account; a state from before there was one has none.
    #[serde(default)]
    official_openids: Vec<String>,
    orders: Vec<Order>,
    refunds: Vec<Refund>,
    notifications: Vec<Notification>,
}

/// A text that is no state of a sandbox.
#[derive(Debug)]
pub struct KeptError(String);

impl fmt::Display for KeptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for KeptError {}

fn read(text: &str) -> Result<Kept, KeptError> {
    let kept: Kept = serde_json::from_str(text).map_err(|error| KeptError(error.to_string()))?;
    if kept.version != VERSION {
        return Err(KeptError(format!("version {} is not {VERSION}", kept.version)));
    }
    Ok(kept)
}

/// The variables of the account that a kept state belongs to, for [`Account::from_environment`].
///
/// # Errors
/// When the text is no kept state.
pub fn account_of(text: &str) -> Result<BTreeMap<String, String>, KeptError> {
    Ok(read(text)?.account)
}

impl Sandbox {
    /// The state as a text for [`Sandbox::restore`]. It holds the secrets of the account.
    #[must_use]
    pub fn keep(&self) -> String {
        let state = self.state_unseen();
        let kept = Kept {
            version: VERSION,
            account: variables(self.account()),
            advanced: state.clock.advanced(),
            openids: state.logins.openids(&self.account().appid),
            official_openids: state.logins.openids(&self.account().official_appid),
            orders: state.books.orders().to_vec(),
            refunds: state.books.refunds().to_vec(),
            notifications: state.notifications.all().to_vec(),
        };
        drop(state);
        // Texts, numbers and lists of them: it cannot fail.
        serde_json::to_string(&kept).unwrap_or_default()
    }

    /// Takes up a state that was kept, instead of its own.
    ///
    /// # Errors
    /// When the text is no kept state, or that of another mini program or merchant.
    pub fn restore(&self, text: &str) -> Result<(), KeptError> {
        let kept = read(text)?;
        let own = variables(self.account());
        for name in ["WXPAY_APPID", "WXPAY_MCH_ID"] {
            if own.get(name) != kept.account.get(name) {
                return Err(KeptError(format!("it belongs to another {name}")));
            }
        }
        let mut state = self.state();
        state.clock.advance(kept.advanced);
        state.logins.remember(&self.account().appid, kept.openids);
        state.logins.remember(&self.account().official_appid, kept.official_openids);
        state.books.restore(kept.orders, kept.refunds);
        state.notifications.restore(kept.notifications);
        Ok(())
    }
}

fn variables(account: &Account) -> BTreeMap<String, String> {
    [
        ("WXPAY_APPID", &account.appid),
        ("WXPAY_APP_SECRET", &account.app_secret),
        ("WXPAY_OFFICIAL_APPID", &account.official_appid),
        ("WXPAY_OFFICIAL_APP_SECRET", &account.official_app_secret),
        ("WXPAY_MCH_ID", &account.mch_id),
        ("WXPAY_MCH_NAME", &account.mch_name),
        ("WXPAY_API_V2_KEY", &account.api_v2_key),
        ("WXPAY_API_V3_KEY", &account.api_v3_key),
    ]
    .map(|(name, value)| (name.to_owned(), value.clone()))
    .into()
}
