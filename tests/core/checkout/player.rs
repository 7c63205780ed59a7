//! Plays the phone, the backend and the buyer for one machine. Everything that happens goes in as an
//! event in the glue's own spelling; time passes only here.

use crate::suite::vectors::object;
use serde_json::{Value, json};
use wxpay_mini::checkout::{Checkout, Command, Event, Order, Settings};
use wxpay_mini::outcome::Outcome;
use wxpay_mini::untrusted::Arena;

/// The clock begins here: 2017-03-30.
pub const START: u64 = 1_490_840_662_000;

pub const ORDER: &str = "order-1";

/// A phone, a backend and a buyer. Each list is answered from front to back; its last entry stays.
pub struct Player {
    pub machine: Checkout,
    pub now: u64,
    pub login: Vec<Value>,
    pub prepay: Vec<Value>,
    pub cashier: Value,
    pub query: Vec<Value>,
    /// How long a call to the backend takes, in milliseconds.
    pub latency: u64,
    /// The clock of the phone is set back by this much while a wait lasts.
    pub setback: u64,
    /// All commands, in order.
    pub seen: Vec<Command>,
    /// When each query began, counted from the close of the cashier.
    pub asked_at: Vec<u64>,
    closed_at: u64,
}

impl Player {
    /// A payment that goes well, unless a test changes it.
    pub fn new() -> Self {
        Self::with(Settings::default())
    }

    pub fn with(settings: Settings) -> Self {
        super::pair::fill_pool();
        Self {
            machine: Checkout::new(settings),
            now: START,
            login: vec![json!({ "type": "loggedIn" })],
            prepay: vec![prepared(five())],
            cashier: closed("requestPayment:ok"),
            query: vec![state("SUCCESS")],
            latency: 100,
            setback: 0,
            seen: Vec::new(),
            asked_at: Vec::new(),
            closed_at: START,
        }
    }

    pub fn tap(&mut self, order_key: &str) -> Vec<Command> {
        self.tell(&json!({ "type": "tap", "orderKey": order_key }))
    }

    /// One event, as the glue tells it.
    pub fn tell(&mut self, event: &Value) -> Vec<Command> {
        let arena = Arena::new();
        let event = Event::read(object(&arena, event)).expect("an event that the glue could send");
        let commands = self.machine.handle(self.now, event);
        self.seen.extend(commands.iter().cloned());
        commands
    }

    /// Tells how a command ended.
    pub fn answer(&mut self, id: u32, mut event: Value) -> Vec<Command> {
        event["id"] = json!(id);
        self.tell(&event)
    }

    /// From the tap to the outcome.
    pub fn pay(&mut self) -> Outcome {
        let mut commands = self.tap(ORDER);
        for _ in 0..100 {
            if let Some(outcome) = settled(&commands) {
                assert_eq!(self.machine.running(), None, "settled, and still running");
                return outcome;
            }
            commands = self.step(&commands);
        }
        panic!("never settled: {:?}", self.names());
    }

    /// Carries out the one command that waits for an answer, and tells its end.
    pub fn step(&mut self, commands: &[Command]) -> Vec<Command> {
        let waiting: Vec<_> =
            commands.iter().filter(|command| !matches!(command.order, Order::Warn(_))).collect();
        let command = match waiting[..] {
            [command] => command,
            // nobody waits for the save of an order that needs no cashier
            [save, query] if matches!(save.order, Order::Save { .. }) => query,
            // the watch over the cashier: this buyer is done before it asks
            [cashier, watch] if is_watched(cashier, watch) => cashier,
            _ => panic!("not one command to answer: {commands:?}"),
        };
        let event = self.carry_out(&command.order);
        self.answer(command.id, event)
    }

    fn carry_out(&mut self, order: &Order) -> Value {
        match order {
            Order::Login { .. } => next(&mut self.login),
            Order::Prepay { .. } => {
                self.now += self.latency;
                next(&mut self.prepay)
            }
            Order::RequestPayment { .. } => {
                self.now += 10_000;
                self.closed_at = self.now;
                self.cashier.clone()
            }
            Order::Query { timeout, .. } => {
                self.asked_at.push(self.now.saturating_sub(self.closed_at));
                self.now += self.latency.min((*timeout).into());
                next(&mut self.query)
            }
            Order::Wait { ms } => {
                self.now = self.now + u64::from(*ms) - self.setback;
                self.setback = 0;
                json!({ "type": "elapsed" })
            }
            Order::Save { .. } => json!({ "type": "saved" }),
            Order::Warn(_) | Order::Resumed { .. } | Order::ResumeDone | Order::Settle { .. } => {
                panic!("nothing to answer: {order:?}")
            }
        }
    }

    /// The commands so far by the names that the glue knows.
    pub fn names(&self) -> Vec<&'static str> {
        self.seen.iter().map(|command| name(&command.order)).collect()
    }

    /// Codes and fields of the warnings so far.
    pub fn warnings(&self) -> Vec<(&'static str, &str)> {
        let errors = self.seen.iter().filter_map(|command| match &command.order {
            Order::Warn(error) => Some((error.code().as_str(), error.field())),
            _ => None,
        });
        errors.collect()
    }
}

fn is_watched(cashier: &Command, watch: &Command) -> bool {
    let pair = (&cashier.order, &watch.order);
    matches!(pair, (Order::RequestPayment { .. }, Order::Wait { ms: 45_000 }))
}

fn next(list: &mut Vec<Value>) -> Value {
    match list.len() {
        1 => list[0].clone(),
        _ => list.remove(0),
    }
}

fn name(order: &Order) -> &'static str {
    match order {
        Order::Login { again: false, .. } => "login",
        Order::Login { again: true, .. } => "login again",
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

/// What the glue is asked to do for a payment that goes well.
pub const GOES_WELL: [&str; 8] =
    ["prepay", "warn", "save", "requestPayment", "wait", "query", "settle", "save"];

pub fn settled(commands: &[Command]) -> Option<Outcome> {
    commands.iter().find_map(|command| match &command.order {
        Order::Settle { outcome } => Some((**outcome).clone()),
        _ => None,
    })
}

/// WeChat's published example, as the reference backend sends it.
pub fn five() -> Value {
    json!({
        "timeStamp": "1490840662",
        "nonceStr": "5K8264ILTKCH16CQ2502SI8ZNMTM67VS",
        "package": "prepay_id=wx2017033010242291fcfe0db70013231072",
        "signType": "MD5",
        "paySign": "22D9B4E54AB1950F51E0649E8810ACD6",
        "outTradeNo": "202611210001",
        "total": 1990,
    })
}

pub fn prepared(answer: Value) -> Value {
    json!({ "type": "prepared", "answer": answer })
}

pub fn prepay_failed(status: u32, answer: Value) -> Value {
    json!({ "type": "prepayFailed", "status": status, "answer": answer })
}

pub fn closed(err_msg: &str) -> Value {
    json!({ "type": "closed", "end": { "errMsg": err_msg } })
}

/// The reference backend's answer to a query.
pub fn state(trade_state: &str) -> Value {
    queried(json!({ "outTradeNo": "202611210001", "tradeState": trade_state, "total": 1990 }))
}

pub fn queried(answer: Value) -> Value {
    json!({ "type": "queried", "answer": answer })
}

/// Status, code and field of an outcome, as pages see them.
pub fn fate(outcome: &Outcome) -> (&'static str, &'static str, &str) {
    (outcome.status.as_str(), outcome.error.code().as_str(), outcome.error.field())
}
