//! One payment on its way from the tap to the outcome.

mod ask;
mod offer;

use super::event::Happening;
use super::plan::QueryPlan;
use super::watch::Watch;
use super::{Order, Progress, Step};
use crate::answer::{self, Answer, Context};
use crate::cashier::{Ended, Words};
use crate::error::{Code, Error};
use crate::outcome::{Outcome, Status, is_brief};
use crate::pair::Pair;
use crate::query::{self, TradeState};
use crate::request_payment::RequestPayment;
use crate::untrusted::Raw;
use crate::value::{Fen, OutTradeNo};

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
                    run.fail(error, step);
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
                self.fail(error, step)
            }
            (Stage::Preparing, Happening::Prepared(raw)) => {
                let context = Context {
                    app_id: step.settings.app_id.as_ref(),
                    pair: self.pair.as_ref(),
                    strict_pair: step.settings.strict_pair,
                };
                match answer::read(raw, context) {
                    Ok(answer) => self.open(answer, step),
                    Err(error) => self.refused(error, step),
                }
            }
            (Stage::Preparing, Happening::PrepayFailed(failure)) => {
                if self.may_log_in_again(failure.status, step) {
                    return Progress::On;
                }
                let error = failure.into_error(Code::PrepayUnreachable, &mut self.words);
                self.refused(error, step)
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
                let trouble = failure.into_error(Code::QueryUnreachable, &mut Words::default());
                self.trouble = self.state.is_none().then_some(trouble);
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

    /// Prepay gave no payment. Where it says paid already, a query has to say so.
    fn refused(&mut self, error: Error, step: &mut Step<'_>) -> Progress {
        match error.code() {
            Code::OrderPaid => self.need_no_cashier(step),
            _ => self.settle(Status::Failed, error, step),
        }
    }

    /// It failed before anybody was asked: an order whose cashier was open before is not known to have failed.
    fn fail(&mut self, error: Error, step: &mut Step<'_>) -> Progress {
        let open = step.memory.journal.get(&self.order_key).is_some_and(|entry| entry.open > 0);
        self.settle(if open { Status::Unknown } else { Status::Failed }, error, step)
    }

    fn settle(&mut self, status: Status, error: Error, step: &mut Step<'_>) -> Progress {
        let outcome = Outcome {
            status,
            error,
            out_trade_no: self.out_trade_no.as_ref().map_or("", |no| no.as_str()).into(),
            words: core::mem::take(&mut self.words),
        };
        if status == Status::Paid {
            step.memory.remember_paid(&self.order_key, self.out_trade_no.as_ref());
        }
        // the outcome does not wait for storage
        step.push(&self.order_key, Order::Settle { outcome: Box::new(outcome) });
        let last = status != Status::Unknown && self.state.is_some_and(TradeState::is_final);
        let changed = if last {
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
