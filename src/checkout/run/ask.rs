//! Asking for the fate of a payment: after its cashier has closed, before an old order is offered again, and what
//! each answer means.

use super::{Progress, Run, Stage, Step};
use crate::checkout::Order;
use crate::checkout::plan::{QueryPlan, Turn};
use crate::error::{Code, Error};
use crate::outcome::{Status, Verdict, decide, is_brief};
use crate::query::{Asked, TradeState};
use crate::text::concat;

impl Run {
    /// The cashier is closed, or none was needed: whatever the client said, the order is queried.
    pub(super) fn confirm(&mut self, step: &mut Step<'_>) -> Progress {
        self.asking_since = step.now;
        self.state = None;
        self.plan = match is_brief(self.ended) {
            true => QueryPlan::brief(step.settings.budget),
            false => QueryPlan::full(step.settings.budget),
        };
        self.ask(step)
    }

    pub(super) fn ask(&mut self, step: &mut Step<'_>) -> Progress {
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

    /// A query was answered, or came to nothing.
    pub(super) fn told(&mut self, step: &mut Step<'_>) -> Progress {
        match self.stage {
            Stage::Paying(_) => self.rest(step),
            Stage::Checking => self.checked(step),
            Stage::Querying => self.judge(step),
            // an answer of the wrong kind: the glue is broken, but the payment goes on
            _ => Progress::On,
        }
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

    /// Nobody could tell in time.
    pub(super) fn spent(&mut self, step: &mut Step<'_>) -> Progress {
        let error = self.trouble.take().unwrap_or_else(|| Error::new(Code::Unconfirmed, ""));
        self.settle(Status::Unknown, error, step)
    }

    pub(super) fn asked_for(&self) -> Asked<'_> {
        Asked {
            order_key: &self.order_key,
            out_trade_no: self.out_trade_no.as_ref(),
            total: self.total,
        }
    }
}
