//! The promises about single commands: what has to be true at the moment in which one is given.

use super::backend::{number, order_of, total};
use super::ledger::{Account, CASHIER_LIFE, Ledger};
use super::setup::{Fate, Setup, Truth};
use wxpay_mini::Code;
use wxpay_mini::checkout::{Checkout, Command, Order};
use wxpay_mini::outcome::{Outcome, Status};

impl Ledger {
    /// One command of the machine.
    pub fn commanded(
        &mut self,
        command: &Command,
        machine: &Checkout,
        truth: [Truth; 3],
        now: u64,
        setup: &Setup,
    ) {
        match (&command.order, order_of(&command.order_key)) {
            (Order::Prepay { .. }, Some(order)) => {
                let paid = self.orders[order].told_paid;
                self.holds(6, !paid, || "a paid order was prepared again".into());
            }
            (Order::RequestPayment { params }, Some(order)) => {
                let account = self.orders[order].clone();
                let entry = machine.journal().get(&command.order_key);
                self.holds(1, !account.in_flight, || "a second cashier".into());
                self.holds(4, account.kept, || "a cashier before the journal was kept".into());
                self.holds(4, entry.is_some_and(|e| e.open > 0), || {
                    "a cashier without an entry".into()
                });
                self.holds(4, !account.must_ask, || "a cashier before a query said unpaid".into());
                self.holds(5, account.prepared, || {
                    "a cashier with parameters of another tap".into()
                });
                let package = super::backend::five(order)["package"].clone();
                self.holds(5, params.package.as_str() == package, || {
                    "a cashier for another order".into()
                });
                self.holds(6, !account.told_paid, || "a cashier for a paid order".into());
                let account = &mut self.orders[order];
                account.in_flight = true;
                account.must_ask = true;
                (account.prepared, account.kept, account.silent_and_unpaid) = (false, false, false);
            }
            (Order::Query { out_trade_no, timeout }, Some(order)) => {
                let entry = machine.journal().get(&command.order_key);
                let may_be_unknown = entry.is_none_or(|entry| entry.out_trade_no.is_none());
                let right =
                    *out_trade_no == number(order) || (may_be_unknown && out_trade_no.is_empty());
                self.holds(5, right, || format!("a query by {out_trade_no:?}"));
                let left = self
                    .closed_at
                    .map_or(5_000, |at| u64::from(setup.settings.budget).saturating_sub(now - at));
                let runs = machine.running() == Some(&command.order_key)
                    && self.orders[order].asked_since_close.is_some();
                self.holds(3, !runs || u64::from(*timeout) <= left.max(1), || {
                    format!("a query of {timeout} ms, {left} are left")
                });
            }
            (Order::Settle { outcome }, Some(order)) if outcome.error.code() != Code::Busy => {
                self.settled(order, outcome, machine, truth, now, setup);
            }
            (Order::Settle { .. }, Some(order)) => self.orders[order].tapped = false,
            (Order::Resumed { outcome }, Some(order)) => {
                self.paid_is_paid(order, outcome, truth);
                self.orders[order].resumed = Some((outcome.status, outcome.error.code()));
                let over = machine.journal().get(&command.order_key).is_none_or(|entry| {
                    entry.open == 0
                        || (now / 1000).saturating_sub(entry.since.into()) > CASHIER_LIFE
                });
                self.holds(4, outcome.status != Status::Cancelled || over, || {
                    "cancelled while a cashier may be open".into()
                });
                let known = self.pass.as_mut().and_then(|pass| {
                    pass.iter().position(|key| *key == command.order_key).map(|at| pass.remove(at))
                });
                self.holds(4, known.is_some(), || {
                    format!("{} was resumed unasked", command.order_key)
                });
            }
            (Order::ResumeDone, _) => {
                let pass = self.pass.take();
                self.holds(4, pass.as_ref().is_some_and(Vec::is_empty), || {
                    format!("resume is done before {pass:?}")
                });
            }
            _ => {}
        }
    }

    fn settled(
        &mut self,
        order: usize,
        outcome: &Outcome,
        machine: &Checkout,
        truth: [Truth; 3],
        now: u64,
        setup: &Setup,
    ) {
        let account = core::mem::take(&mut self.orders[order]);
        self.orders[order] = Account {
            must_ask: account.must_ask,
            told_paid: account.told_paid,
            resumed: account.resumed,
            ..Account::default()
        };
        self.holds(1, account.tapped, || format!("settled without a tap: {outcome:?}"));
        self.paid_is_paid(order, outcome, truth);
        let denied = matches!(outcome.status, Status::Cancelled | Status::Failed)
            && !matches!(outcome.error.code(), Code::Refunded | Code::OrderClosed);
        self.holds(4, !(denied && account.paid_before && self.sound), || {
            format!("paid before the tap, known to the journal, and told {outcome:?}")
        });
        self.holds(3, account.asked_since_close != Some(false), || {
            format!("settled before a query: {outcome:?}")
        });
        if account.asked_since_close.is_some() {
            let late = self.closed_at.take().map_or(0, |at| now.saturating_sub(at));
            self.holds(3, late <= setup.settings.budget.into(), || {
                format!("settled after {late} ms")
            });
        }
        let offered = account.must_ask || account.asked_since_close.is_some();
        if outcome.status == Status::Unknown && offered {
            let entry = machine.journal().get(super::moves::KEYS[order]);
            self.holds(4, entry.is_some_and(|entry| entry.open > 0), || {
                "unknown, and the journal forgot it".into()
            });
        }
        if matches!(outcome.status, Status::Cancelled) {
            self.holds(7, account.words.is_some_and(|words| words.contains("cancel")), || {
                format!("cancelled by nobody: {outcome:?}")
            });
        }
        if let Some(words) = account.words {
            self.holds(7, outcome.words.err_msg == words, || {
                format!("{words:?} became {outcome:?}")
            });
        }
        let named = outcome.error.code() != Code::Paid || outcome.status == Status::Paid;
        self.holds(7, named, || format!("no cause: {outcome:?}"));
        let known = outcome.out_trade_no.is_empty() || outcome.out_trade_no == number(order);
        self.holds(5, known, || format!("settled as another order: {outcome:?}"));
    }

    fn paid_is_paid(&mut self, order: usize, outcome: &Outcome, truth: [Truth; 3]) {
        let really = matches!(truth[order].fate, Fate::Paid | Fate::Refunded);
        let told = self.orders[order].told_paid;
        self.holds(2, outcome.status != Status::Paid || (really && told), || {
            format!("paid, though really: {really}, told by a query: {told} ({} fen)", total(order))
        });
    }
}
