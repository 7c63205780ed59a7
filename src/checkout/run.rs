//! One payment on its way from the tap to the outcome.

use super::event::Happening;
use super::plan::{QueryPlan, Turn};
use super::watch::Watch;
use super::{Order, Progress, Step};
use crate::answer::{self, Answer, Context, Kind};
use crate::cashier::{Ended, Words};
use crate::error::{Code, Error};
use crate::journal::Entry;
use crate::outcome::{Outcome, Status, Verdict, decide, is_brief, is_final};
use crate::pair::Pair;
use crate::query::{self, Asked, TradeState};
use crate::request_payment::RequestPayment;
use crate::text::concat;
use crate::untrusted::Raw;
use crate::value::{Fen, OutTradeNo, PrepayId};

/// A prepay_id lives two hours (pay.weixin.qq.com/doc/v2/merchant/4011940985), in seconds.
const PREPAY_LIFE: u32 = 2 * 60 * 60;
/// How long a backend may take to prepare a payment: it asks WeChat Pay in turn.
const PREPAY_TIMEOUT: u32 = 15_000;

/// Where a payment is.
#[derive(Clone, Debug)]
enum Stage {
    LoggingIn,
    /// An order of the journal is asked about before it may be offered again.
    Checking,
    Preparing,
    /// The journal goes into storage before the cashier opens.
    Saving(Box<RequestPayment>),
    Paying(Watch),
    Querying,
    /// Until so many milliseconds of asking have passed.
    Waiting(u32),
}

/// A payment that is not over.
#[derive(Clone, Debug)]
pub(super) struct Run {
    pub(super) order_key: String,
    stage: Stage,
    /// The command whose answer moves this payment on.
    awaited: u32,
    /// A login has been tried again after the backend refused the first.
    logged_in_again: bool,
    /// Parameters that the page had already.
    given: Option<Answer>,
    pair: Option<Pair>,
    out_trade_no: Option<OutTradeNo>,
    total: Option<Fen>,
    /// How the cashier ended; none while it is open, or where none was needed.
    ended: Option<Ended>,
    words: Words,
    plan: QueryPlan,
    asking_since: u64,
    /// Milliseconds of asking that have passed at least, whatever the clock says.
    passed: u32,
    /// When the last query started, in milliseconds of asking.
    asked: Option<u32>,
    /// What kept the last query from telling a state.
    trouble: Option<Error>,
    state: Option<TradeState>,
}

impl Run {
    /// Begins a payment; none when it is over at once.
    pub(super) fn begin(
        order_key: &str,
        answer: Option<Raw<'_>>,
        step: &mut Step<'_>,
    ) -> Option<Box<Self>> {
        let mut run = Box::new(Self {
            order_key: order_key.into(),
            stage: Stage::LoggingIn,
            awaited: 0,
            logged_in_again: false,
            given: None,
            pair: None,
            out_trade_no: None,
            total: None,
            ended: None,
            words: Words::default(),
            plan: QueryPlan::full(step.settings.budget),
            asking_since: step.now,
            passed: 0,
            asked: None,
            trouble: None,
            state: None,
        });
        if let Some(raw) = answer {
            // parameters of the page's own are over a pair of the backend's own
            let app_id = step.settings.app_id.as_ref();
            match answer::read(raw, Context { app_id, ..Context::default() }) {
                Ok(answer) => run.given = Some(answer),
                Err(error) => {
                    run.settle(Status::Failed, error, step);
                    return None;
                }
            }
        }
        let progress = match step.settings.login {
            true => {
                run.awaited = step.push(&run.order_key, Order::login(false));
                Progress::On
            }
            false => run.enter(step),
        };
        (progress == Progress::On).then_some(run)
    }

    pub(super) fn waits_for(&self, id: u32) -> bool {
        self.awaited == id || matches!(&self.stage, Stage::Paying(watch) if watch.awaited == id)
    }

    /// Whether another order may begin although this cashier has not called back.
    pub(super) fn gives_way(&self) -> bool {
        matches!(&self.stage, Stage::Paying(watch) if watch.not_paid)
    }

    /// The page goes on with another order. This one stays in the journal.
    pub(super) fn abandon(&mut self, step: &mut Step<'_>) {
        self.settle(Status::Unknown, Error::new(Code::CashierSilent, ""), step);
    }

    pub(super) fn foreground(&mut self, step: &mut Step<'_>) -> Progress {
        match &mut self.stage {
            Stage::Paying(watch) => watch.foreground(&self.order_key, step),
            // timers stand still in the background: look at the plan again
            Stage::Waiting(_) => return self.ask(step),
            _ => {}
        }
        Progress::On
    }

    pub(super) fn advance(
        &mut self,
        id: u32,
        happening: Happening<'_>,
        step: &mut Step<'_>,
    ) -> Progress {
        match (&mut self.stage, happening) {
            (Stage::LoggingIn, Happening::LoggedIn) => self.enter(step),
            (Stage::LoggingIn, Happening::LoginFailed(failure)) => {
                let error = failure.into_error(Code::LoginFailed, &mut self.words);
                // an order whose cashier was open before is not known to have failed
                let status = match step.memory.journal.get(&self.order_key) {
                    Some(entry) if entry.open > 0 => Status::Unknown,
                    _ => Status::Failed,
                };
                self.settle(status, error, step)
            }
            (Stage::Preparing, Happening::Prepared(raw)) => {
                let context = Context {
                    app_id: step.settings.app_id.as_ref(),
                    pair: self.pair.as_ref(),
                    strict_pair: step.settings.strict_pair,
                };
                match answer::read(raw, context) {
                    Ok(answer) => self.open(answer, step),
                    Err(error) => self.settle(Status::Failed, error, step),
                }
            }
            (Stage::Preparing, Happening::PrepayFailed(failure)) => {
                if self.may_log_in_again(failure.status, step) {
                    return Progress::On;
                }
                let error = failure.into_error(Code::PrepayUnreachable, &mut self.words);
                match error.code() {
                    // paid already: a query has to say so
                    Code::OrderPaid => self.confirm(step),
                    _ => self.settle(Status::Failed, error, step),
                }
            }
            (Stage::Saving(_), Happening::Saved | Happening::SaveFailed(_)) => self.pay(step),
            (Stage::Paying(_), Happening::Closed(words)) if id == self.awaited => {
                self.ended = Some(words.ended());
                self.words = words;
                self.confirm(step)
            }
            (Stage::Paying(watch), Happening::Elapsed) => {
                watch.ask(&self.order_key, self.out_trade_no.as_ref(), step);
                Progress::On
            }
            (_, Happening::Queried(raw)) => {
                match query::read(raw, self.asked_for()) {
                    Ok(state) => (self.state, self.trouble) = (Some(state), None),
                    Err(error) => (self.state, self.trouble) = (None, Some(error)),
                }
                self.told(step)
            }
            (stage, Happening::QueryFailed(failure)) => {
                let checking = matches!(stage, Stage::Checking);
                if checking && self.may_log_in_again(failure.status, step) {
                    return Progress::On;
                }
                // "no such order" is an answer; everything else is trouble alone
                self.state = failure.is_not_found().then_some(TradeState::NotFound);
                let words = &mut Words::default();
                self.trouble = Some(failure.into_error(Code::QueryUnreachable, words));
                self.told(step)
            }
            (Stage::Waiting(until), Happening::Elapsed) => {
                // a clock that is set back must not make the asking last for ever
                self.passed = *until;
                self.ask(step)
            }
            // an answer of the wrong kind: the glue is broken, but the payment goes on
            _ => Progress::On,
        }
    }

    /// Logged in, or no login is needed: an order that the journal has is asked about first, for it may
    /// be paid already; any other is prepared.
    fn enter(&mut self, step: &mut Step<'_>) -> Progress {
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

    /// The backend answered 401: log in once more, and begin again.
    fn may_log_in_again(&mut self, status: Option<u32>, step: &mut Step<'_>) -> bool {
        let may = status == Some(401) && step.settings.login && !self.logged_in_again;
        if may {
            self.logged_in_again = true;
            self.stage = Stage::LoggingIn;
            self.awaited = step.push(&self.order_key, Order::login(true));
        }
        may
    }

    fn prepare(&mut self, step: &mut Step<'_>) -> Progress {
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

    fn open(&mut self, answer: Answer, step: &mut Step<'_>) -> Progress {
        self.out_trade_no = answer.out_trade_no;
        self.total = answer.total;
        for warning in answer.warnings {
            step.push(&self.order_key, Order::Warn(warning));
        }
        let params = match answer.kind {
            Kind::Ready(params) => Ok(params),
            Kind::PrepayId(id) => self.sign_here(&id, step),
            Kind::NothingToPay => {
                // nobody may be able to tell in time: then the next tap and the next start ask first
                if step.memory.journal.get(&self.order_key).is_none_or(|entry| entry.open == 0) {
                    self.enter_in_journal(step);
                    step.save(&self.order_key);
                }
                return self.confirm(step);
            }
        };
        match params {
            Ok(params) => {
                let params = match (&step.settings.app_id, step.settings.official_account) {
                    (Some(app_id), true) => Box::new(params.for_official_account(app_id.clone())),
                    _ => params,
                };
                self.stage = Stage::Saving(params);
                self.enter_in_journal(step);
                self.awaited = step.save(&self.order_key);
                Progress::On
            }
            Err(error) => self.settle(Status::Failed, error, step),
        }
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
    fn pay(&mut self, step: &mut Step<'_>) -> Progress {
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

    /// A question while the cashier is open was answered: only paid ends the payment.
    fn rest(&mut self, step: &mut Step<'_>) -> Progress {
        if self.state == Some(TradeState::Success) {
            return self.settle(Status::Paid, Error::new(Code::Paid, ""), step);
        }
        let not_paid =
            !matches!(self.state, None | Some(TradeState::UserPaying | TradeState::Accept));
        if let Stage::Paying(watch) = &mut self.stage {
            watch.rest(not_paid, &self.order_key, step);
        }
        Progress::On
    }

    /// What is known of an old order decides whether it may be offered again.
    fn checked(&mut self, step: &mut Step<'_>) -> Progress {
        use TradeState::{Accept, NotFound, NotPay, PayError, UserPaying};
        match self.state {
            Some(NotPay | NotFound | PayError) => self.prepare(step),
            Some(UserPaying | Accept) | None => self.spent(step),
            Some(_) => self.judge(step),
        }
    }

    /// The cashier is closed, or none was needed: whatever the client said, the order is queried.
    fn confirm(&mut self, step: &mut Step<'_>) -> Progress {
        self.asking_since = step.now;
        self.state = None;
        self.plan = match is_brief(self.ended) {
            true => QueryPlan::brief(step.settings.budget),
            false => QueryPlan::full(step.settings.budget),
        };
        self.ask(step)
    }

    fn ask(&mut self, step: &mut Step<'_>) -> Progress {
        let elapsed = u32::try_from(step.now.saturating_sub(self.asking_since)).unwrap_or(u32::MAX);
        self.passed = self.passed.max(elapsed);
        match self.plan.next(self.passed, self.asked) {
            Turn::Query { timeout } => {
                self.stage = Stage::Querying;
                self.asked = Some(self.passed);
                let query = Order::query(self.out_trade_no.as_ref(), timeout);
                self.awaited = step.push(&self.order_key, query);
                Progress::On
            }
            Turn::Wait { ms } => {
                self.stage = Stage::Waiting(self.passed + ms);
                self.awaited = step.push(&self.order_key, Order::Wait { ms });
                Progress::On
            }
            Turn::Spent => self.spent(step),
        }
    }

    /// Nobody could tell in time.
    fn spent(&mut self, step: &mut Step<'_>) -> Progress {
        let error = self.trouble.take().unwrap_or_else(|| Error::new(Code::Unconfirmed, ""));
        self.settle(Status::Unknown, error, step)
    }

    fn asked_for(&self) -> Asked<'_> {
        Asked {
            order_key: &self.order_key,
            out_trade_no: self.out_trade_no.as_ref(),
            total: self.total,
        }
    }

    /// A query was answered, or came to nothing.
    fn told(&mut self, step: &mut Step<'_>) -> Progress {
        match self.stage {
            Stage::Paying(_) => self.rest(step),
            Stage::Checking => self.checked(step),
            Stage::Querying => self.judge(step),
            // an answer of the wrong kind: the glue is broken, but the payment goes on
            _ => Progress::On,
        }
    }

    fn judge(&mut self, step: &mut Step<'_>) -> Progress {
        match decide(self.ended, self.state) {
            Verdict::Settle(status, code) => {
                let said = concat(&[&self.words.err_msg, " ", &self.words.err_desc]);
                self.settle(status, Error::new(code, "").found(said.trim_ascii_end()), step)
            }
            Verdict::Ask => {
                // the buyer is paying after all: give the order the whole budget
                if matches!(self.state, Some(TradeState::UserPaying | TradeState::Accept)) {
                    self.plan = QueryPlan::full(step.settings.budget);
                }
                self.ask(step)
            }
        }
    }

    fn settle(&mut self, status: Status, error: Error, step: &mut Step<'_>) -> Progress {
        let code = error.code();
        let outcome = Outcome {
            status,
            error,
            out_trade_no: self.out_trade_no.as_ref().map_or("", |no| no.as_str()).into(),
            words: core::mem::take(&mut self.words),
        };
        // told first: an app that dies before the journal is cleared asks once more
        step.push(&self.order_key, Order::Settle { outcome: Box::new(outcome) });
        if status == Status::Paid {
            step.memory.remember_paid(&self.order_key);
        }
        let changed = if is_final(status, code) {
            step.memory.journal.remove(&self.order_key)
        } else {
            // a query said that nothing is paid, and the cashier closed for a reason that leaves little doubt
            is_brief(self.ended)
                && matches!(status, Status::Cancelled | Status::Failed)
                && step.memory.journal.close(&self.order_key)
        };
        if changed {
            step.save(&self.order_key);
        }
        Progress::Over
    }
}
