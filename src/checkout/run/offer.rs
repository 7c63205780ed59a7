//! From a login to the open cashier: an order that the journal holds open is asked about first, parameters are
//! got or taken as given, and the journal is kept before the cashier opens.

use super::{Progress, Run, Stage, Step};
use crate::answer::{Answer, Kind};
use crate::checkout::Order;
use crate::checkout::watch::Watch;
use crate::error::{Code, Error};
use crate::journal::Entry;
use crate::outcome::Status;
use crate::pair::Pair;
use crate::request_payment::RequestPayment;
use crate::value::PrepayId;

/// A prepay_id lives two hours (pay.weixin.qq.com/doc/v2/merchant/4011940985), in seconds.
const PREPAY_LIFE: u32 = 2 * 60 * 60;
/// How long a backend may take to prepare a payment: it asks WeChat Pay in turn.
const PREPAY_TIMEOUT: u32 = 15_000;

impl Run {
    /// Logged in, or no login is needed: an order that the journal has is asked about first, for it may
    /// be paid already; any other is prepared.
    pub(super) fn enter(&mut self, step: &mut Step<'_>) -> Progress {
        let Some(entry) = step.memory.journal.get(&self.order_key) else {
            return self.prepare(step);
        };
        self.out_trade_no = entry.out_trade_no.clone();
        self.total = entry.total;
        if entry.open == 0 {
            return self.prepare(step);
        }
        self.stage = Stage::Checking;
        let timeout = step.settings.budget.min(5_000);
        let query = Order::query(self.out_trade_no.as_ref(), timeout);
        self.awaited = step.push(&self.order_key, query);
        Progress::On
    }

    pub(super) fn prepare(&mut self, step: &mut Step<'_>) -> Progress {
        if let Some(answer) = self.given.take() {
            return self.open(answer, step);
        }
        self.stage = Stage::Preparing;
        // without entropy the backend's own pair is used; there is no weaker source
        self.pair = match Pair::generate(step.now) {
            Ok(pair) => Some(pair),
            Err(error) => {
                step.push(&self.order_key, Order::Warn(error));
                None
            }
        };
        let order = Order::Prepay { pair: self.pair.clone(), timeout: PREPAY_TIMEOUT };
        self.awaited = step.push(&self.order_key, order);
        Progress::On
    }

    pub(super) fn open(&mut self, answer: Answer, step: &mut Step<'_>) -> Progress {
        // an earlier cashier of another number may still take money: then this one would be a second charge
        if let (Some(entry), Some(theirs)) =
            (step.memory.journal.get(&self.order_key), &answer.out_trade_no)
            && entry.open > 0
            && entry.out_trade_no.as_ref().is_some_and(|ours| ours != theirs)
        {
            let error = Error::new(Code::OtherOrder, "outTradeNo").found(theirs.as_str());
            return self.settle(Status::Unknown, error, step);
        }
        // what an earlier prepay told is still so, where this one is silent
        self.out_trade_no = answer.out_trade_no.or(self.out_trade_no.take());
        self.total = answer.total.or(self.total);
        for warning in answer.warnings {
            step.push(&self.order_key, Order::Warn(warning));
        }
        let params = match answer.kind {
            Kind::Ready(params) => Ok(params),
            Kind::PrepayId(id) => self.sign_here(&id, step),
            Kind::NothingToPay => return self.need_no_cashier(step),
        };
        match params {
            Ok(params) => {
                self.stage = Stage::Saving(params);
                self.enter_in_journal(step);
                self.awaited = step.save(&self.order_key);
                Progress::On
            }
            Err(error) => self.settle(Status::Failed, error, step),
        }
    }

    /// The backend says that nothing is to be paid, now or any more. Nobody may be able to confirm it in time:
    /// then the next tap and the next start ask first.
    pub(super) fn need_no_cashier(&mut self, step: &mut Step<'_>) -> Progress {
        if step.memory.journal.get(&self.order_key).is_none_or(|entry| entry.open == 0) {
            self.enter_in_journal(step);
            step.save(&self.order_key);
        }
        self.confirm(step)
    }

    fn enter_in_journal(&self, step: &mut Step<'_>) {
        // an earlier cashier of the order may be open still
        let before = step.memory.journal.get(&self.order_key).map_or(0, |entry| entry.open);
        step.memory.journal.put(Entry {
            order_key: self.order_key.clone(),
            out_trade_no: self.out_trade_no.clone(),
            total: self.total,
            since: step.seconds(),
            open: (before + 1).min(Entry::MANY),
        });
    }

    #[cfg(feature = "local-sign")]
    fn sign_here(&self, id: &PrepayId, step: &Step<'_>) -> Result<Box<RequestPayment>, Error> {
        let Some((sign_type, key)) = &step.settings.local_key else {
            return Err(Error::new(Code::NotSigned, "prepay_id"));
        };
        let signer = crate::sign::signer(*sign_type, key.clone())
            .ok_or_else(|| Error::new(Code::NotSigned, "signType"))?;
        let app_id =
            step.settings.app_id.as_ref().ok_or_else(|| Error::new(Code::Missing, "appId"))?;
        let pair = self.pair.as_ref().ok_or_else(|| Error::new(Code::NoEntropy, "nonceStr"))?;
        crate::sign::sign_payment(app_id, pair, id.into(), *sign_type, signer.as_ref())
            .map(Box::new)
    }

    #[cfg(not(feature = "local-sign"))]
    fn sign_here(&self, _: &PrepayId, _: &Step<'_>) -> Result<Box<RequestPayment>, Error> {
        Err(Error::new(Code::NotSigned, "prepay_id"))
    }

    /// The journal is kept, as well as it can be: now the cashier may open.
    pub(super) fn pay(&mut self, step: &mut Step<'_>) -> Progress {
        let since = step.memory.journal.get(&self.order_key).map_or(u32::MAX, |entry| entry.since);
        if step.seconds().saturating_sub(since) > PREPAY_LIFE {
            // an app that slept meanwhile: these parameters are too old
            return self.prepare(step);
        }
        if let Stage::Saving(params) = core::mem::replace(&mut self.stage, Stage::Querying) {
            self.awaited = step.push(&self.order_key, Order::RequestPayment { params });
            self.stage = Stage::Paying(Watch::begin(&self.order_key, step));
        }
        Progress::On
    }
}
