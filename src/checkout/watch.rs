//! Asking while a cashier is open. A buyer may take long, and a client may never call back; so the order
//! is queried now and then, and when the app comes back to the foreground. The watch only asks: it ends
//! a payment when a query says paid, and never otherwise.

use super::{Order, Step};
use crate::value::OutTradeNo;

/// From the opening of the cashier to the first question, then from one to the next, in milliseconds.
const PAUSES: [u32; 6] = [45_000, 60_000, 120_000, 240_000, 480_000, 900_000];
/// After a return to the foreground the callback comes within this, if it comes.
const SOON: u32 = 1_000;
/// How long one question may take.
const PATIENCE: u32 = 5_000;

/// The watch over one open cashier.
#[derive(Clone, Debug)]
pub(super) struct Watch {
    /// The command whose answer is awaited; none when it has asked often enough.
    pub(super) awaited: u32,
    asking: bool,
    asked: usize,
    /// The last answer was that nothing is paid, or that nothing can be paid any more.
    pub(super) not_paid: bool,
}

impl Watch {
    pub(super) fn begin(order_key: &str, step: &mut Step<'_>) -> Self {
        let awaited = step.push(order_key, Order::Wait { ms: PAUSES[0] });
        Self { awaited, asking: false, asked: 0, not_paid: false }
    }

    /// The time of a pause is over: ask.
    pub(super) fn ask(
        &mut self,
        order_key: &str,
        number: Option<&OutTradeNo>,
        step: &mut Step<'_>,
    ) {
        self.asking = true;
        self.asked += 1;
        self.awaited = step.push(order_key, Order::query(number, PATIENCE));
    }

    /// The question was answered, and not with paid: pause again.
    pub(super) fn rest(&mut self, not_paid: bool, order_key: &str, step: &mut Step<'_>) {
        self.asking = false;
        self.not_paid = not_paid;
        self.awaited = match PAUSES.get(self.asked) {
            Some(ms) => step.push(order_key, Order::Wait { ms: *ms }),
            None => 0,
        };
    }

    /// The app came back: ask soon, unless a question is on its way.
    pub(super) fn foreground(&mut self, order_key: &str, step: &mut Step<'_>) {
        if !self.asking {
            self.awaited = step.push(order_key, Order::Wait { ms: SOON });
        }
    }
}
