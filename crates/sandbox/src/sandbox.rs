//! The sandbox itself: its account, its state behind one lock, its clock.
//! Never here: rules of WeChat Pay; those live with their nouns.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use serde_json::{Value, json};
use tokio::sync::Notify;

use crate::account::Account;
use crate::books::Books;
use crate::cashier::Cashiers;
use crate::clock::Clock;
use crate::explain::{Explain, SignatureCase};
use crate::faults::Faults;
use crate::keys::{KeyError, Keys};
use crate::log::{Entry, Kind, Log};
use crate::login::Logins;
use crate::notify::content::{self, RefundApi};
use crate::notify::courier::Courier;
use crate::notify::{News, Notifications};
use crate::refund::{NoRefund, Refund, Wanted};
use crate::settings::{Settings, Signer};

/// A WeChat Pay of one's own. Clones share one state, which lives as long as any of them.
#[derive(Clone)]
pub struct Sandbox {
    inner: Arc<Inner>,
}

struct Inner {
    account: Account,
    keys: Arc<Keys>,
    explain: Option<Box<dyn Explain>>,
    state: Mutex<State>,
    /// How often the state was looked at.
    looks: AtomicU64,
    file: OnceLock<PathBuf>,
    name: OnceLock<String>,
    courier: Courier,
    cashier_changed: Notify,
    courier_called: Notify,
}

/// Everything that changes.
pub(crate) struct State {
    pub(crate) clock: Clock,
    pub(crate) settings: Settings,
    pub(crate) logins: Logins,
    pub(crate) books: Books,
    pub(crate) cashiers: Cashiers,
    pub(crate) notifications: Notifications,
    pub(crate) faults: Faults,
    pub(crate) log: Log,
    /// What was wrong with the last signature that was refused.
    pub(crate) last_refused: Option<Value>,
    /// How often each of WeChat's own paths was called.
    pub(crate) requests: BTreeMap<String, u64>,
    /// The server is shutting down: nobody is kept waiting any more.
    pub(crate) closing: bool,
}

impl State {
    /// Keeps what a person wants to see first: why the last signature was refused.
    pub(crate) fn remember_refused(&mut self, call: &str, reason: &str, detail: Option<&Value>) {
        let at = self.clock.now();
        let mut told = json!({ "at": at, "call": call, "reason": reason, "detail": detail });
        self.log.scrub_all(&mut told);
        self.last_refused = Some(told);
    }

    /// Takes the money for an order and has its merchant told; `false` when it could not be taken.
    pub(crate) fn pay(&mut self, account: &Account, out_trade_no: &str) -> bool {
        let now = self.clock.now();
        if !self.books.pay(out_trade_no, now) {
            return false;
        }
        let news = self.books.order(out_trade_no).and_then(|order| {
            Some(News {
                content: content::of_payment(account, order)?,
                out_trade_no: out_trade_no.to_owned(),
                out_refund_no: None,
                url: order.field("notify_url").to_owned(),
                pub_key: order.pub_key,
                at: now,
            })
        });
        if let Some(news) = news {
            self.notifications.add(news, self.settings.hold_notifications);
        }
        true
    }

    /// Gives money back and has the merchant told when that is done, if it named an address.
    pub(crate) fn refund(
        &mut self,
        account: &Account,
        out_trade_no: Option<&str>,
        wanted: Wanted,
        api: RefundApi,
    ) -> Result<Refund, NoRefund> {
        let (now, ends) = (self.clock.now(), self.settings.refund_end);
        let number = out_trade_no.ok_or(NoRefund::NoOrder)?;
        let (refund, is_new) = self.books.give_back(number, wanted, ends, now)?;
        let order = self.books.order(number).filter(|_| is_new);
        if let Some(order) = order.filter(|_| !refund.wanted.notify_url.is_empty()) {
            let news = News {
                content: content::of_refund(account, order, &refund, api),
                out_trade_no: refund.out_trade_no.clone(),
                out_refund_no: Some(refund.wanted.out_refund_no.clone()),
                url: refund.wanted.notify_url.clone(),
                pub_key: api == RefundApi::V3 { pub_key: true },
                at: refund.ends_at,
            };
            self.notifications.add(news, self.settings.hold_notifications);
        }
        Ok(refund)
    }

    /// Writes an entry at the sandbox's time and counts it when it is a request.
    pub(crate) fn record(&mut self, entry: Entry) {
        if matches!(entry.kind, Kind::Request) {
            *self.requests.entry(entry.path.clone()).or_default() += 1;
        }
        self.note(entry);
    }

    /// Writes an entry without counting it.
    pub(crate) fn note(&mut self, entry: Entry) {
        self.log.add(self.clock.now(), entry);
    }
}

impl Sandbox {
    /// A sandbox with empty books and new RSA keys.
    ///
    /// # Errors
    /// When the keys cannot be made.
    pub fn new(account: Account) -> Result<Self, KeyError> {
        let keys = Keys::generate(&account.mch_id)?;
        Ok(Self::with_keys(account, Arc::new(keys)))
    }

    /// A sandbox with empty books and keys that there are already.
    #[must_use]
    pub fn with_keys(account: Account, keys: Arc<Keys>) -> Self {
        Self::build(account, keys, None)
    }

    /// A sandbox that asks `explain` about every signature that came out wrong and writes the answer into
    /// its log.
    #[must_use]
    pub fn with_explain(account: Account, keys: Arc<Keys>, explain: Box<dyn Explain>) -> Self {
        Self::build(account, keys, Some(explain))
    }

    fn build(account: Account, keys: Arc<Keys>, explain: Option<Box<dyn Explain>>) -> Self {
        let state = State {
            clock: Clock::default(),
            settings: Settings::default(),
            logins: Logins::new(&account),
            books: Books::default(),
            cashiers: Cashiers::default(),
            notifications: Notifications::default(),
            faults: Faults::default(),
            log: Log::new(vec![
                account.api_v2_key.clone(),
                account.api_v3_key.clone(),
                account.app_secret.clone(),
                account.official_app_secret.clone(),
            ]),
            last_refused: None,
            requests: BTreeMap::new(),
            closing: false,
        };
        let state = Mutex::new(state);
        let (cashier_changed, courier_called) = (Notify::new(), Notify::new());
        let courier = Courier::default();
        let inner = Inner {
            account,
            keys,
            explain,
            state,
            looks: AtomicU64::new(0),
            file: OnceLock::new(),
            name: OnceLock::new(),
            courier,
            cashier_changed,
            courier_called,
        };
        Self { inner: Arc::new(inner) }
    }

    /// The same sandbox, which keeps its state in `file` for as long as it is served.
    #[must_use]
    pub fn kept_in(self, file: PathBuf) -> Self {
        // The first file is the one.
        let _ = self.inner.file.set(file);
        self
    }

    /// The same sandbox, which may be called by `name` too. Without this it answers to IP addresses,
    /// `localhost` and names without a dot: a web page whose name was made to lead here gets no answer.
    #[must_use]
    pub fn called(self, name: impl Into<String>) -> Self {
        // The first name is the one.
        let _ = self.inner.name.set(name.into());
        self
    }

    pub(crate) fn is_called(&self, name: &str) -> bool {
        self.inner.name.get().is_some_and(|own| own.eq_ignore_ascii_case(name))
    }

    pub(crate) fn file(&self) -> Option<&Path> {
        self.inner.file.get().map(PathBuf::as_path)
    }

    /// A number that grows whenever the state may have changed.
    pub(crate) fn looks(&self) -> u64 {
        self.inner.looks.load(Ordering::Relaxed)
    }

    /// The same sandbox, which sends notifications to public hosts too, and not only to this machine
    /// and private networks.
    #[must_use]
    pub fn notifying_anywhere(self) -> Self {
        self.state().settings.notify_anywhere = true;
        self
    }

    /// The same sandbox, which signs with its platform certificate where a merchant does not ask for
    /// the WeChat Pay public key.
    #[must_use]
    pub fn with_platform_certificate(self) -> Self {
        self.state().settings.signer = Signer::Certificate;
        self
    }

    /// The same sandbox, which takes every login code that it did not give out itself for its usual
    /// buyer's. For WeChat DevTools and phones, where `wx.login` is answered by WeChat.
    #[must_use]
    pub fn taking_any_code(self) -> Self {
        self.state().settings.any_code = true;
        self
    }

    /// The account it plays WeChat for.
    #[must_use]
    pub fn account(&self) -> &Account {
        &self.inner.account
    }

    /// Its RSA keys.
    #[must_use]
    pub fn keys(&self) -> &Keys {
        &self.inner.keys
    }

    /// The lines `NAME=value` that point a merchant at this sandbox, listening on `base_url`
    /// (`http://127.0.0.1:8801`). They hold the secrets of its account. [`Keys::write`] gives those for
    /// the RSA keys of API v3.
    #[must_use]
    pub fn environment(&self, base_url: &str) -> String {
        self.inner.account.environment(base_url)
    }

    /// The HTTP paths of WeChat and the doors under `/_sandbox`, for any server of axum's.
    pub fn router(&self) -> axum::Router {
        crate::http::router(self.clone())
    }

    /// The state, for as long as the guard is held. Nothing awaits while holding it.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.inner.looks.fetch_add(1, Ordering::Relaxed);
        let mut state = self.state_unseen();
        let now = state.clock.now();
        state.books.close_what_is_over(now);
        state
    }

    /// The state, for one who changes nothing and must not be taken for somebody who does.
    pub(crate) fn state_unseen(&self) -> MutexGuard<'_, State> {
        // Whoever panicked left a state that is whole: every change is one step.
        self.inner.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn courier(&self) -> &Courier {
        &self.inner.courier
    }

    /// Has the courier look whether something is due.
    pub(crate) fn call_courier(&self) {
        self.inner.courier_called.notify_one();
    }

    pub(crate) fn courier_called(&self) -> &Notify {
        &self.inner.courier_called
    }

    /// Wakes everybody who waits for a cashier or for notifications.
    pub(crate) fn tell_waiting(&self) {
        self.inner.cashier_changed.notify_waiters();
    }

    /// Lets everybody go who waits for a cashier, now and later.
    pub(crate) fn close(&self) {
        self.state().closing = true;
        self.tell_waiting();
        self.call_courier();
    }

    pub(crate) fn cashier_changed(&self) -> &Notify {
        &self.inner.cashier_changed
    }

    /// Asks the hook, if there is one. Never called while the state is locked: the hook may think
    /// for a while. The expected signature is taken out of what it says, the log takes out secrets.
    pub(crate) fn explanation(&self, case: Option<&SignatureCase>) -> Option<String> {
        let case = case?;
        let text = self.inner.explain.as_ref()?.explain(case)?;
        Some(match case {
            SignatureCase::V2(case) => text.replace(&case.expected, "***"),
            // what would be right here, the sandbox does not know itself
            _ => text,
        })
    }
}
