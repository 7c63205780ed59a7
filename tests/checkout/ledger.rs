//! What the promises need to remember, and the promises themselves: every command is held against what really
//! happened. A breach is a sentence under the number of its promise; 0 stands for liveness.

use super::backend::order_of;
use super::moves::{End, Failed, Prepared, Queried};
use super::setup::{Open, What};
use std::hash::{Hash, Hasher};
use wxpay_mini::checkout::{Checkout, Command, Order};
use wxpay_mini::journal::{Entry, Journal};
use wxpay_mini::outcome::{Outcome, Status};
use wxpay_mini::untrusted::Raw;
use wxpay_mini::{Code, Lang};

/// The promises by number; `LIVELY` is that nothing stands still.
pub const LIVELY: usize = 0;
/// Two hours and five minutes, in seconds: no prepay_id lives longer.
pub const CASHIER_LIFE: u64 = 7_500;

/// What is remembered of one order.
#[derive(Clone, Debug, Default, Hash)]
pub struct Account {
    /// A tap was taken and not settled.
    pub tapped: bool,
    /// A cashier was opened, did not call back, and was not given up.
    pub in_flight: bool,
    /// Parameters came for this very tap.
    pub prepared: bool,
    /// Storage was asked to keep the order and has answered.
    pub kept: bool,
    /// A cashier was opened, and no query has said since its end that nothing is paid.
    pub must_ask: bool,
    /// The cashier ended in this payment; whether a query was answered since.
    pub asked_since_close: Option<bool>,
    /// In this life a query said that exactly this order is paid.
    pub told_paid: bool,
    /// The last word of the watch: nothing is paid, or nothing can be paid any more.
    pub silent_and_unpaid: bool,
    /// The journal knew the order and it was paid already when this tap began.
    pub paid_before: bool,
    /// What the pass of resume told of it: the journal follows when the pass is over.
    pub resumed: Option<(Status, Code)>,
    /// The raw words that the outcome has to carry.
    pub words: Option<&'static str>,
}

#[derive(Clone, Debug)]
pub struct Ledger {
    pub orders: [Account; 3],
    /// Storage has taken and given back everything so far.
    pub sound: bool,
    /// Orders that a pass of resume has still to tell about.
    pub pass: Option<Vec<String>>,
    /// When the cashier closed; none after a jump of the clock.
    pub closed_at: Option<u64>,
    /// (promise, what happened)
    pub broken: Vec<(usize, String)>,
}

impl Default for Ledger {
    fn default() -> Self {
        let orders = Default::default();
        Self { orders, sound: true, pass: None, closed_at: None, broken: Vec::new() }
    }
}

impl Hash for Ledger {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.orders, self.sound, &self.pass).hash(state);
    }
}

impl Ledger {
    pub fn holds(&mut self, promise: usize, right: bool, breach: impl FnOnce() -> String) {
        if !right {
            self.broken.push((promise, breach()));
        }
    }

    pub fn clock_jumped(&mut self) {
        self.closed_at = None;
    }

    /// A new life: nothing is in flight, and only storage remembers.
    pub fn restarted(&mut self) {
        for account in &mut self.orders {
            *account = Account { must_ask: account.must_ask, ..Account::default() };
        }
        self.pass = None;
        self.closed_at = None;
    }

    /// An order that storage lost, or that it holds as closed, need not be asked about.
    pub fn found(&mut self, machine: &Checkout) {
        for (order, account) in self.orders.iter_mut().enumerate() {
            let entry = machine.journal().get(super::moves::KEYS[order]);
            account.must_ask &= entry.is_some_and(|entry| entry.open > 0);
        }
    }

    /// Before the machine is told of a tap. Says whether what runs has to give way to it.
    pub fn tapped(
        &mut self,
        order: usize,
        running: Option<&str>,
        parameters: bool,
        paid: bool,
    ) -> bool {
        let other = running.and_then(order_of);
        if other == Some(order) {
            return false;
        }
        let known_paid = self.orders[order].told_paid;
        let gives_way =
            !known_paid && other.is_some_and(|other| self.orders[other].silent_and_unpaid);
        if gives_way || (other.is_none() && !known_paid) {
            self.orders[order].resumed = None;
            let pass = self.pass.iter_mut();
            pass.for_each(|pass| pass.retain(|key| order_of(key) != Some(order)));
        }
        let account = &mut self.orders[order];
        (account.tapped, account.prepared, account.words) = (true, parameters, None);
        account.paid_before = paid;
        gives_way
    }

    /// Promise 1: a second tap joins the first; another order meanwhile is busy.
    pub fn tap_told(
        &mut self,
        order: usize,
        running: Option<&str>,
        gave_way: bool,
        commands: &[Command],
        same: bool,
    ) {
        let Some(key) = running else { return };
        if order_of(key) == Some(order) {
            self.holds(1, commands.is_empty() && same, || format!("a second tap did {commands:?}"));
            return;
        }
        let (status, code) = match self.orders[order].told_paid {
            // known already, and nothing has to be sent
            true => (Status::Paid, Code::Paid),
            false => (Status::Failed, Code::Busy),
        };
        let busy = matches!(commands, [Command { order: Order::Settle { outcome }, .. }]
            if outcome.status == status && outcome.error.code() == code);
        self.holds(1, busy && same || gave_way, || {
            format!("another order meanwhile did {commands:?}")
        });
        let silent = commands.iter().any(|command| command.order_key == key && matches!(&command.order,
            Order::Settle { outcome } if outcome.error.code() == Code::CashierSilent && outcome.status == Status::Unknown));
        self.holds(LIVELY, silent || !gave_way, || {
            format!("a silent, unpaid cashier did not give way: {commands:?}")
        });
    }

    pub fn resume(&mut self, machine: &Checkout, listed: &[&str]) {
        let running = machine.running();
        let joins = self.pass.is_some();
        let mut pass = self.pass.take().unwrap_or_default();
        let journal = machine.journal().entries().iter().map(|entry| entry.order_key.as_str());
        for key in journal.chain(listed.iter().copied()) {
            let done = order_of(key).is_some_and(|order| self.orders[order].resumed.is_some());
            if Some(key) != running && !pass.iter().any(|known| known == key) && !(joins && done) {
                pass.push(key.into());
            }
        }
        pass.sort_unstable();
        self.pass = Some(pass);
    }

    /// Before the machine is told the answer.
    pub fn answered(&mut self, order: Option<usize>, what: &What, end: End, runs: bool, now: u64) {
        let Some(order) = order else { return };
        let account = &mut self.orders[order];
        match (what, end) {
            (What::Cashier, End::Closed(closed)) => {
                account.in_flight = false;
                account.must_ask = true;
                account.silent_and_unpaid = false;
                account.asked_since_close = Some(false);
                account.words = Some(closed.err_msg());
                self.closed_at = Some(now);
            }
            (What::Query { .. }, end) => {
                if let Some(asked) = &mut account.asked_since_close {
                    *asked |= runs;
                }
                let unpaid = matches!(
                    end,
                    End::Queried(
                        Queried::NotPay
                            | Queried::NotFound
                            | Queried::PayError
                            | Queried::Closed
                            | Queried::Refund
                    ) | End::Failed(Failed::NotExist)
                );
                account.told_paid |= end == End::Queried(Queried::Success);
                account.must_ask &= !unpaid || account.in_flight;
                account.silent_and_unpaid = account.in_flight && unpaid;
            }
            (What::Prepay, End::Prepared(Prepared::Ready)) => account.prepared = true,
            (What::Prepay | What::Login, End::Failed(Failed::Timeout)) => {
                account.words = Some("request:fail timeout");
            }
            (What::Save(text), _) => {
                let entry = Journal::read(Raw::Text(text)).0;
                let key = super::moves::KEYS[order];
                account.kept = entry.get(key).is_some_and(|entry| entry.open > 0);
            }
            _ => {}
        }
    }

    /// After the machine was told: promises about one answer.
    pub fn answer_told(
        &mut self,
        order: Option<usize>,
        what: &What,
        end: End,
        commands: &[Command],
    ) {
        if let (What::Save(_), End::Failed(_)) = (what, end) {
            let warned = commands.iter().any(|command| {
                matches!(&command.order, Order::Warn(error) if error.code() == Code::JournalUnsaved)
            });
            // with new parameters where these have grown too old
            let sold = commands.iter().any(|command| {
                matches!(command.order, Order::RequestPayment { .. } | Order::Prepay { .. })
            });
            self.holds(4, warned && sold, || format!("storage failed: {commands:?}"));
        }
        let (What::Query { .. }, Some(order)) = (what, order) else { return };
        if let Some(resumed) = commands.iter().find_map(|command| match &command.order {
            Order::Resumed { outcome } => Some((order_of(&command.order_key), outcome)),
            _ => None,
        }) {
            let (told, outcome) = resumed;
            let wanted = match end {
                End::Queried(Queried::Success) => outcome.status == Status::Paid,
                End::Queried(Queried::Refund | Queried::Closed) => outcome.status == Status::Failed,
                End::Queried(Queried::NotPay) => outcome.status != Status::Failed,
                _ => outcome.status != Status::Paid,
            };
            self.holds(4, told == Some(order) && wanted, || {
                format!("resume made {end:?} of {order} to {outcome:?} of {told:?}")
            });
        }
        // the cause of a refusal is the backend's own code
        if let (End::Failed(failed), Some(outcome)) = (end, settled(commands))
            && failed != Failed::NotExist
            && let Some(status) = failed.status()
        {
            let message = outcome.error.message(Lang::En);
            let told = message.contains(&status.to_string())
                || outcome.error.code() != Code::QueryUnreachable;
            self.holds(7, told && outcome.error.code() != Code::Unconfirmed, || {
                format!("{failed:?} became {:?} {message}", outcome.error.code())
            });
        }
    }

    /// An entry leaves with a final outcome; it is marked as closed with an outcome that a query confirmed.
    pub fn journal_changed(
        &mut self,
        before: &[Entry],
        commands: &[Command],
        machine: &Checkout,
        now: u64,
    ) {
        for old in before {
            let told = commands.iter().find_map(|command| match &command.order {
                Order::Settle { outcome } | Order::Resumed { outcome }
                    if command.order_key == old.order_key =>
                {
                    Some((outcome, matches!(command.order, Order::Resumed { .. })))
                }
                _ => None,
            });
            if let (Some((outcome, true)), Some(number)) = (told, &old.out_trade_no) {
                let told = outcome.out_trade_no == number.as_str();
                self.holds(7, told, || format!("{old:?} was resumed as {outcome:?}"));
            }
            let order = order_of(&old.order_key);
            let resumed = order.and_then(|order| self.orders[order].resumed);
            let outcome = match told {
                Some((outcome, false)) => Some((outcome.status, outcome.error.code(), false)),
                _ => resumed.map(|(status, code)| (status, code, true)),
            };
            let over =
                old.open == 0 || (now / 1000).saturating_sub(old.since.into()) > CASHIER_LIFE;
            match machine.journal().get(&old.order_key) {
                None => {
                    let last = outcome.is_some_and(|(status, code, resumed)| match status {
                        Status::Paid => true,
                        Status::Failed => matches!(code, Code::Refunded | Code::OrderClosed),
                        // what was told earlier in the pass was held against its own time (commanded.rs)
                        Status::Cancelled => resumed && (over || told.is_none()),
                        Status::Unknown => false,
                    });
                    self.holds(4, last, || format!("{old:?} was forgotten by {outcome:?}"));
                }
                Some(new) if new.open < old.open => {
                    let sure =
                        order_of(&old.order_key).is_some_and(|order| !self.orders[order].must_ask);
                    let told = outcome.is_some_and(|(status, ..)| {
                        matches!(status, Status::Cancelled | Status::Failed)
                    });
                    self.holds(4, sure && told, || format!("{old:?} was closed by {outcome:?}"));
                }
                Some(_) => {}
            }
        }
        if self.pass.is_none() {
            self.orders.iter_mut().for_each(|account| account.resumed = None);
        }
    }

    /// Whatever runs waits for something.
    pub fn alive(&mut self, machine: &Checkout, resuming: bool, open: &[Open]) {
        let key = machine.running();
        let stands = key.is_some_and(|key| !open.iter().any(|open| open.key == key));
        self.holds(LIVELY, !stands, || "a payment waits for nothing".into());
        let stuck = resuming && !open.iter().any(|open| Some(&*open.key) != key);
        self.holds(LIVELY, !stuck, || "resume waits for nothing".into());
        let lost = (0..3)
            .find(|order| self.orders[*order].tapped && key.and_then(order_of) != Some(*order));
        self.holds(LIVELY, lost.is_none(), || format!("the tap of {lost:?} was forgotten"));
        let over = key.and_then(order_of).is_some_and(|order| !self.orders[order].tapped);
        self.holds(LIVELY, !over, || "settled, and still running".into());
    }

    pub fn late_told(&mut self, silent: bool, commands: &[Command], same: bool) {
        let warned = matches!(commands, [Command { order: Order::Warn(_), .. }]);
        let right = if silent { commands.is_empty() } else { warned };
        self.holds(if silent { 1 } else { 4 }, right && same, || {
            format!("a late answer did {commands:?}")
        });
    }
}

fn settled(commands: &[Command]) -> Option<&Outcome> {
    commands.iter().find_map(|command| match &command.order {
        Order::Settle { outcome } => Some(&**outcome),
        _ => None,
    })
}
