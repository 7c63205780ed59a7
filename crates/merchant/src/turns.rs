//! One at a time for each order: two prepays of the same order never stand at WeChat Pay together. For
//! one process; two backends on one database still rely on WeChat Pay, which takes an order's number
//! once.

use std::collections::HashSet;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use wxpay_mini::value::OutTradeNo;

/// The orders that somebody is at.
#[derive(Default)]
pub(crate) struct Turns {
    taken: Mutex<HashSet<String>>,
    given_back: Condvar,
}

/// A turn, until it is dropped.
pub(crate) struct Turn<'a> {
    turns: &'a Turns,
    number: String,
}

impl Turns {
    /// Waits until nobody is at the order. Each turn ends with its call, so nobody waits for ever.
    pub(crate) fn take(&self, out_trade_no: &OutTradeNo) -> Turn<'_> {
        let number = out_trade_no.as_str().to_owned();
        let mut taken = self.taken();
        while !taken.insert(number.clone()) {
            taken = self.given_back.wait(taken).unwrap_or_else(PoisonError::into_inner);
        }
        Turn { turns: self, number }
    }

    fn taken(&self) -> MutexGuard<'_, HashSet<String>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.turns.taken().remove(&self.number);
        self.turns.given_back.notify_all();
    }
}
