//! Settling old orders: those that the journal holds, and those that the backend has on its list. One
//! question for each, one after the other. Never opens a cashier.

use super::event::{Happening, Listed};
use super::{Order, Progress, Step};
use crate::cashier::Words;
use crate::error::{Code, Error};
use crate::journal::{Entry, Journal};
use crate::outcome::{Outcome, Status};
use crate::query::{self, Asked, TradeState};

/// How long one question may take, in milliseconds.
const PATIENCE: u32 = 5_000;
/// A prepay_id lives two hours (pay.weixin.qq.com/doc/v2/merchant/4011940985). With five minutes more for
/// clocks that disagree, a cashier that was opened before cannot take money any longer. In seconds.
const CASHIER_LIFE: u32 = 2 * 60 * 60 + 5 * 60;

/// Ninety days, in seconds: `time_expire` cannot be later
/// (pay.weixin.qq.com/docs/merchant/products/mini-program-payment/apilist.html).
const ORDER_LIFE: u32 = 90 * 24 * 60 * 60;

/// The orders that are still to be asked about; the last one is next, or is being asked about.
#[derive(Clone, Debug)]
pub(super) struct Resume {
    queue: Vec<Entry>,
    /// Those that were asked about. What is not `open` any more the journal may forget: when the pass is over and
    /// was told, for an app that dies before that asks once more.
    done: Journal,
    awaited: u32,
    logging_in: bool,
    logged_in_again: bool,
}

impl Resume {
    /// Begins with the journal's orders and then `listed`; the one that is being paid is left alone.
    pub(super) fn begin(
        listed: Vec<Listed<'_>>,
        running: Option<&str>,
        step: &mut Step<'_>,
    ) -> Option<Box<Self>> {
        let mut resume = Box::new(Self {
            queue: Vec::new(),
            done: Journal::default(),
            awaited: 0,
            logging_in: false,
            logged_in_again: false,
        });
        resume.add(listed, running, step);
        if step.settings.login && !resume.is_done() {
            resume.logging_in = true;
            resume.awaited = step.push("", Order::login(false));
            return Some(resume);
        }
        (resume.ask(step) == Progress::On).then_some(resume)
    }

    /// Adds the journal's orders and then `listed` behind those that are left; what was asked about in this pass
    /// is not asked again.
    pub(super) fn add(&mut self, listed: Vec<Listed<'_>>, running: Option<&str>, step: &Step<'_>) {
        for order in step.memory.journal.entries() {
            self.enter(order.clone(), running);
        }
        for order in listed {
            let entry = Entry {
                order_key: order.order_key.into(),
                out_trade_no: order.out_trade_no,
                total: order.total,
                since: 0,
                open: 0,
            };
            self.enter(entry, running);
        }
    }

    fn enter(&mut self, order: Entry, running: Option<&str>) {
        let key = order.order_key.as_str();
        if Some(key) == running || self.done.get(key).is_some() {
            return;
        }
        match self.queue.iter_mut().find(|known| known.order_key == key) {
            // what the journal does not know of an order the list may tell
            Some(known) => known.learn(order),
            None => self.queue.insert(0, order),
        }
    }

    pub(super) fn waits_for(&self, id: u32) -> bool {
        self.awaited == id
    }

    pub(super) fn is_done(&self) -> bool {
        self.queue.is_empty()
    }

    /// A payment of `order_key` begins: its own questions settle it.
    pub(super) fn leave(&mut self, order_key: &str, step: &mut Step<'_>) {
        self.done.remove(order_key);
        let current =
            !self.logging_in && self.queue.last().is_some_and(|order| order.order_key == order_key);
        if let Some(at) = self.queue.iter().position(|order| order.order_key == order_key) {
            // moved up, not swapped out: the last one is being asked about
            self.queue.remove(at);
        }
        if current || self.queue.is_empty() {
            self.ask(step);
        }
    }

    pub(super) fn advance(&mut self, happening: Happening<'_>, step: &mut Step<'_>) -> Progress {
        let answer = match happening {
            Happening::LoggedIn => {
                self.logging_in = false;
                return self.ask(step);
            }
            Happening::LoginFailed(failure) => {
                // without a login nothing can be asked: every order stays open
                let error = failure.into_error(Code::LoginFailed, &mut Words::default());
                while let Some(order) = self.queue.pop() {
                    self.report(order, Status::Unknown, error.clone(), step);
                }
                return self.ask(step);
            }
            Happening::Queried(raw) => Ok(raw),
            Happening::QueryFailed(failure) => Err(failure),
            _ => return Progress::On,
        };
        if let Err(failure) = &answer
            && failure.status == Some(401)
            && step.settings.login
            && !self.logged_in_again
        {
            self.logged_in_again = true;
            self.logging_in = true;
            self.awaited = step.push("", Order::login(true));
            return Progress::On;
        }
        if let Some(order) = self.queue.pop() {
            let state = match answer {
                Ok(raw) => query::read(
                    raw,
                    Asked {
                        order_key: &order.order_key,
                        out_trade_no: order.out_trade_no.as_ref(),
                        total: order.total,
                    },
                ),
                Err(failure) if failure.is_not_found() => Ok(TradeState::NotFound),
                Err(failure) => {
                    Err(failure.into_error(Code::QueryUnreachable, &mut Words::default()))
                }
            };
            self.settle(order, state, step);
        }
        self.ask(step)
    }

    fn ask(&mut self, step: &mut Step<'_>) -> Progress {
        let Some(order) = self.queue.last() else {
            step.push("", Order::ResumeDone);
            let mut changed = false;
            for order in self.done.entries().iter().filter(|order| order.open == 0) {
                changed |= step.memory.journal.remove(&order.order_key);
            }
            if changed {
                step.save("");
            }
            return Progress::Over;
        };
        let query = Order::query(order.out_trade_no.as_ref(), PATIENCE);
        self.awaited = step.push(&order.order_key, query);
        Progress::On
    }

    /// What one answer means for an old order.
    fn settle(&mut self, order: Entry, state: Result<TradeState, Error>, step: &mut Step<'_>) {
        let entry = step.memory.journal.get(&order.order_key);
        let over = entry.is_some_and(|entry| {
            entry.open == 0 || step.seconds().saturating_sub(entry.since) > CASHIER_LIFE
        });
        let (status, code) = match state {
            Ok(TradeState::Success) => {
                step.memory.remember_paid(&order.order_key, order.out_trade_no.as_ref());
                (Status::Paid, Code::Paid)
            }
            Ok(TradeState::Refund) => (Status::Failed, Code::Refunded),
            Ok(TradeState::Closed | TradeState::Revoked) => (Status::Failed, Code::OrderClosed),
            // the cashier was seen to close, or cannot be open any more
            Ok(TradeState::NotPay | TradeState::NotFound | TradeState::PayError) if over => {
                (Status::Cancelled, Code::Cancelled)
            }
            Ok(_) => (Status::Unknown, Code::Unconfirmed),
            Err(error) => return self.report(order, Status::Unknown, error, step),
        };
        self.report(order, status, Error::new(code, ""), step);
    }

    /// Tells what became of an old order; the journal may forget it, unless nobody knows yet.
    fn report(&mut self, mut order: Entry, status: Status, error: Error, step: &mut Step<'_>) {
        let mut outcome = Outcome::new(status, error);
        outcome.out_trade_no = order.number().into();
        step.push(&order.order_key, Order::Resumed { outcome: Box::new(outcome) });
        // what nobody could settle for so long cannot be paid any more
        let age = step.seconds().saturating_sub(order.since);
        order.open = u32::from(status == Status::Unknown && age <= ORDER_LIFE);
        self.done.put(order);
    }
}
