//! What a world is made of: its bounds, what is really so, and the commands that wait for an answer.

use super::moves::{Kept, Queried};
use wxpay_mini::checkout::{Order, Settings};

/// The clock begins here: 2017-03-30.
pub const START: u64 = 1_490_840_662_000;
/// The bounds of one world.
#[derive(Clone)]
pub struct Setup {
    pub name: &'static str,
    pub settings: Settings,
    pub orders: usize,
    /// Whether the backend tells numbers and amounts.
    pub numbers: bool,
    /// Whether the page has parameters of its own.
    pub parameters: bool,
    pub resume: bool,
    pub restarts: &'static [Kept],
    /// Whether clocks jump.
    pub jumps: bool,
    /// Whether timers stand still for a second.
    pub seconds: bool,
    /// Whether the merchant closes and refunds.
    pub merchant: bool,
    /// Orders that the journal holds open at the start, for the cashier was open when the app died.
    pub journal: usize,
    /// Few answers of each kind, for worlds with many orders.
    pub few: bool,
    pub depth: usize,
}

/// What is really so with one order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Truth {
    pub fate: Fate,
    /// Cashiers in which the buyer can still pay: WeChat's, so they outlive the app. Two stand for more.
    pub cashiers: u8,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Fate {
    #[default]
    Unpaid,
    Paid,
    Refunded,
    Closed,
}

/// A command that waits for its answer.
#[derive(Clone, Debug)]
pub struct Open {
    pub id: u32,
    pub key: String,
    pub what: What,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum What {
    Login,
    Prepay,
    Save(String),
    Cashier,
    Query {
        /// What was so when the question was sent: the answer may be as old.
        fate: Fate,
        /// The machine knows the order's number and amount, so that it can tell another's.
        known: bool,
        timeout: u32,
    },
    Wait(u32),
}

/// One edge of the machine, for the diagram: what a payment does, without what resume does meanwhile.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Edge {
    pub from: String,
    pub event: &'static str,
    pub to: String,
    pub commands: Vec<&'static str>,
}

/// What a backend that asks WeChat Pay tells.
pub fn told(fate: Fate) -> Queried {
    match fate {
        Fate::Unpaid => Queried::NotPay,
        Fate::Paid => Queried::Success,
        Fate::Refunded => Queried::Refund,
        Fate::Closed => Queried::Closed,
    }
}

pub fn name(order: &Order) -> &'static str {
    match order {
        Order::Login { .. } => "login",
        Order::Prepay { .. } => "prepay",
        Order::RequestPayment { .. } => "requestPayment",
        Order::Query { .. } => "query",
        Order::Save { .. } => "save",
        Order::Wait { .. } => "wait",
        Order::Warn(_) => "warn",
        Order::Resumed { .. } => "resumed",
        Order::ResumeDone => "resumeDone",
        Order::Settle { .. } => "settle",
    }
}
