//! One payment on its way from the tap to the outcome.

use super::event::{Failure, Happening};
use super::plan::{QueryPlan, Step};
use super::{Commands, Order, Settings};
use crate::answer::{self, Answer, Context, Kind};
use crate::cashier::{Ended, Words};
use crate::error::{Code, Error};
use crate::outcome::{Outcome, Status, Verdict, decide, is_brief};
use crate::pair::Pair;
use crate::query::{self, Asked, TradeState};
use crate::request_payment::RequestPayment;
use crate::text::{concat, digits};
use crate::untrusted::{Raw, word};
use crate::value::{Fen, OutTradeNo, PrepayId};

/// How long a backend may take to prepare a payment: it asks WeChat Pay in turn.
const PREPAY_TIMEOUT: u32 = 15_000;

/// Where a payment is. Each stage knows the id of the one command that it waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    LoggingIn,
    Preparing,
    Paying,
    Querying,
    Waiting,
}

/// A payment that is not over.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) order_key: String,
    stage: Stage,
    awaited: u32,
    /// A login has been tried again after the backend refused the first.
    logged_in_again: bool,
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

/// Whether the payment is over.
type Over = bool;

impl Run {
    pub(super) fn begin(
        order_key: &str,
        now: u64,
        settings: &Settings,
        commands: &mut Commands<'_>,
    ) -> Self {
        let mut run = Self {
            order_key: order_key.into(),
            stage: Stage::LoggingIn,
            awaited: 0,
            logged_in_again: false,
            pair: None,
            out_trade_no: None,
            total: None,
            ended: None,
            words: Words::default(),
            plan: QueryPlan::full(settings.budget),
            asking_since: now,
            passed: 0,
            asked: None,
            trouble: None,
            state: None,
        };
        if settings.login {
            run.awaited = commands.push(Order::Login { again: false });
        } else {
            run.prepare(now, commands);
        }
        run
    }

    pub(super) fn waits_for(&self, id: u32) -> bool {
        self.awaited == id
    }

    pub(super) fn advance(
        &mut self,
        now: u64,
        happening: Happening,
        settings: &Settings,
        commands: &mut Commands<'_>,
    ) -> Over {
        match (self.stage, happening) {
            (Stage::LoggingIn, Happening::LoggedIn) => {
                self.prepare(now, commands);
                false
            }
            (Stage::LoggingIn, Happening::LoginFailed(failure)) => {
                let error = failure.into_error(Code::LoginFailed, &mut self.words);
                self.settle(Status::Failed, error, commands)
            }
            (Stage::Preparing, Happening::Prepared(raw)) => {
                let context = Context {
                    app_id: settings.app_id.as_ref(),
                    pair: self.pair.as_ref(),
                    strict_pair: settings.strict_pair,
                };
                match answer::read(raw, context) {
                    Ok(answer) => self.open(now, answer, settings, commands),
                    Err(error) => self.settle(Status::Failed, error, commands),
                }
            }
            (Stage::Preparing, Happening::PrepayFailed(failure)) => {
                self.prepay_failed(failure, settings, commands)
            }
            (Stage::Paying, Happening::Closed(words)) => {
                let ended = words.ended();
                self.ended = Some(ended);
                self.words = words;
                self.confirm(now, settings, commands)
            }
            (Stage::Querying, Happening::Queried(raw)) => {
                let asked = Asked {
                    order_key: &self.order_key,
                    out_trade_no: self.out_trade_no.as_ref(),
                    total: self.total,
                };
                match query::read(raw, asked) {
                    Ok(state) => {
                        self.state = Some(state);
                        self.trouble = None;
                    }
                    Err(error) => {
                        self.state = None;
                        self.trouble = Some(error);
                    }
                }
                self.judge(now, settings, commands)
            }
            (Stage::Querying, Happening::QueryFailed(failure)) => {
                let mut words = Words::default();
                self.trouble = Some(failure.into_error(Code::QueryUnreachable, &mut words));
                self.state = None;
                self.judge(now, settings, commands)
            }
            (Stage::Waiting, Happening::Elapsed) => self.ask(now, commands),
            // an answer of the wrong kind: the glue is broken, but the payment goes on
            _ => false,
        }
    }

    fn prepare(&mut self, now: u64, commands: &mut Commands<'_>) {
        self.stage = Stage::Preparing;
        // without entropy the backend's own pair is used; there is no weaker source
        self.pair = match Pair::generate(now) {
            Ok(pair) => Some(pair),
            Err(error) => {
                commands.push(Order::Warn(error));
                None
            }
        };
        self.awaited =
            commands.push(Order::Prepay { pair: self.pair.clone(), timeout: PREPAY_TIMEOUT });
    }

    #[allow(clippy::boxed_local, reason = "handed on as it came, one pointer wide")]
    fn prepay_failed(
        &mut self,
        failure: Box<Failure>,
        settings: &Settings,
        commands: &mut Commands<'_>,
    ) -> Over {
        if failure.status == Some(401) && settings.login && !self.logged_in_again {
            self.logged_in_again = true;
            self.stage = Stage::LoggingIn;
            self.awaited = commands.push(Order::Login { again: true });
            return false;
        }
        let error = failure.into_error(Code::PrepayUnreachable, &mut self.words);
        self.settle(Status::Failed, error, commands)
    }

    fn open(
        &mut self,
        now: u64,
        answer: Answer,
        settings: &Settings,
        commands: &mut Commands<'_>,
    ) -> Over {
        self.out_trade_no = answer.out_trade_no;
        self.total = answer.total;
        for warning in answer.warnings {
            commands.push(Order::Warn(warning));
        }
        let params = match answer.kind {
            Kind::Ready(params) => Ok(params),
            Kind::PrepayId(id) => self.sign_here(&id, settings),
            Kind::NothingToPay => return self.confirm(now, settings, commands),
        };
        match params {
            Ok(params) => {
                let params = match (&settings.app_id, settings.official_account) {
                    (Some(app_id), true) => Box::new(params.for_official_account(app_id.clone())),
                    _ => params,
                };
                self.stage = Stage::Paying;
                self.awaited = commands.push(Order::RequestPayment { params });
                false
            }
            Err(error) => self.settle(Status::Failed, error, commands),
        }
    }

    #[cfg(feature = "local-sign")]
    fn sign_here(&self, id: &PrepayId, settings: &Settings) -> Result<Box<RequestPayment>, Error> {
        let Some((sign_type, key)) = &settings.local_key else {
            return Err(Error::new(Code::NotSigned, "prepay_id"));
        };
        let signer = crate::sign::signer(*sign_type, key.clone())
            .ok_or_else(|| Error::new(Code::NotSigned, "signType"))?;
        let app_id = settings.app_id.as_ref().ok_or_else(|| Error::new(Code::Missing, "appId"))?;
        let pair = self.pair.as_ref().ok_or_else(|| Error::new(Code::NoEntropy, "nonceStr"))?;
        crate::sign::sign_payment(app_id, pair, id.into(), *sign_type, signer.as_ref())
            .map(Box::new)
    }

    #[cfg(not(feature = "local-sign"))]
    fn sign_here(&self, _: &PrepayId, _: &Settings) -> Result<Box<RequestPayment>, Error> {
        Err(Error::new(Code::NotSigned, "prepay_id"))
    }

    /// The cashier is closed, or none was needed: whatever the client said, the order is queried.
    fn confirm(&mut self, now: u64, settings: &Settings, commands: &mut Commands<'_>) -> Over {
        self.asking_since = now;
        self.plan = match is_brief(self.ended) {
            true => QueryPlan::brief(settings.budget),
            false => QueryPlan::full(settings.budget),
        };
        self.ask(now, commands)
    }

    fn ask(&mut self, now: u64, commands: &mut Commands<'_>) -> Over {
        // a clock that is set back must not make a wait last for ever: what was waited for has passed
        let elapsed = u32::try_from(now.saturating_sub(self.asking_since)).unwrap_or(u32::MAX);
        self.passed = self.passed.max(elapsed);
        match self.plan.next(self.passed, self.asked) {
            Step::Query { timeout } => {
                self.stage = Stage::Querying;
                self.asked = Some(self.passed);
                self.awaited = commands.push(Order::Query { out_trade_no: self.number(), timeout });
                false
            }
            Step::Wait { ms } => {
                self.stage = Stage::Waiting;
                self.passed += ms;
                self.awaited = commands.push(Order::Wait { ms });
                false
            }
            Step::Spent => {
                let error =
                    self.trouble.take().unwrap_or_else(|| Error::new(Code::Unconfirmed, ""));
                self.settle(Status::Unknown, error, commands)
            }
        }
    }

    fn judge(&mut self, now: u64, settings: &Settings, commands: &mut Commands<'_>) -> Over {
        match decide(self.ended, self.state) {
            Verdict::Settle(status, code) => self.settle(status, Error::new(code, ""), commands),
            Verdict::Ask => {
                // the buyer is paying after all: give the order the whole budget
                if matches!(self.state, Some(TradeState::UserPaying | TradeState::Accept)) {
                    self.plan = QueryPlan::full(settings.budget);
                }
                self.ask(now, commands)
            }
        }
    }

    fn settle(&mut self, status: Status, error: Error, commands: &mut Commands<'_>) -> Over {
        let outcome = Outcome {
            status,
            error,
            out_trade_no: self.number(),
            words: core::mem::take(&mut self.words),
        };
        commands.push(Order::Settle { outcome: Box::new(outcome) });
        true
    }

    /// The order's number; empty where prepay did not tell it.
    fn number(&self) -> String {
        self.out_trade_no.as_ref().map_or_else(String::new, |no| no.as_str().into())
    }
}

impl Failure {
    /// What a failed call means: the backend's own words where it answered, else `code`.
    fn into_error(self, code: Code, words: &mut Words) -> Error {
        let Some(status) = self.status else {
            let error = Error::new(code, "").found(&self.words.err_msg);
            *words = self.words;
            return error;
        };
        if status == 401 {
            return Error::new(Code::NotLoggedIn, "");
        }
        let mut said = String::new();
        if let Raw::Object(answer) = &self.answer {
            if let Some(error) = answer::refusal(answer.as_ref()) {
                return error;
            }
            let code = word(answer.as_ref(), &["code", "errcode"]);
            said =
                concat(&[" ", &code, " ", &word(answer.as_ref(), &["message", "msg", "errmsg"])]);
        }
        let code = match code {
            Code::PrepayUnreachable => Code::PrepayRefused,
            Code::QueryUnreachable => Code::QueryRefused,
            code => code,
        };
        Error::new(code, "").found(&concat(&["HTTP ", &digits(status.into()), &said]))
    }
}
