//! One phone told step by step, in the glue's own spelling of events: what a test says happens, happens, and
//! nothing else. Time passes only here. Storage takes every text at once, as the glue's does.

use serde_json::{Value as Json, json};
use wxpay_mini::Lang;
use wxpay_mini::checkout::{Checkout, Command, Event, Order, Settings};
use wxpay_mini::outcome::Outcome;
use wxpay_mini::untrusted::{Arena, Raw};

use super::setup::{START, name};

pub struct Story {
    pub machine: Checkout,
    settings: Settings,
    pub now: u64,
    pub storage: Option<String>,
    pub storage_throws: bool,
    /// Every command so far.
    pub commands: Vec<Command>,
    /// How many of them the test has looked at.
    read: usize,
}

impl Story {
    pub fn new() -> Self {
        Self::with(Settings::default())
    }

    pub fn with(settings: Settings) -> Self {
        Self {
            machine: Checkout::new(settings.clone()),
            settings,
            now: START,
            storage: None,
            storage_throws: false,
            commands: Vec::new(),
            read: 0,
        }
    }

    /// A phone whose storage holds this text.
    pub fn holding(journal: &str) -> Self {
        let mut story = Self::new();
        story.storage = Some(journal.into());
        story.restart();
        story
    }

    pub fn tell(&mut self, event: Json) -> &mut Self {
        let arena = Arena::new();
        let Raw::Object(fields) = arena.keep(event.into()) else { panic!("an event is an object") };
        let event = Event::read(fields).expect("an event that the glue could send");
        let commands = self.machine.handle(self.now, event);
        for command in &commands {
            if let Order::Save { text } = &command.order
                && !self.storage_throws
            {
                self.storage = Some(text.clone());
            }
        }
        self.commands.extend(commands);
        self
    }

    pub fn restart(&mut self) -> &mut Self {
        self.machine = Checkout::new(self.settings.clone());
        let journal = self.storage.clone();
        self.tell(json!({ "type": "start", "journal": journal }))
    }

    pub fn tap(&mut self, order_key: &str) -> &mut Self {
        self.tell(json!({ "type": "tap", "orderKey": order_key }))
    }

    pub fn tap_with(&mut self, order_key: &str, answer: Json) -> &mut Self {
        self.tell(json!({ "type": "tap", "orderKey": order_key, "answer": answer }))
    }

    pub fn resume(&mut self, orders: &[&str]) -> &mut Self {
        self.resume_listed(orders.iter().map(|key| json!({ "orderKey": key })).collect())
    }

    /// With orders as the backend lists them.
    pub fn resume_listed(&mut self, orders: Vec<Json>) -> &mut Self {
        let mut event = json!({ "type": "resume", "length": orders.len() });
        for (at, order) in orders.into_iter().enumerate() {
            event[at.to_string()] = order;
        }
        self.tell(event)
    }

    pub fn foreground(&mut self) -> &mut Self {
        self.tell(json!({ "type": "foreground" }))
    }

    /// Answers the last command of this name.
    pub fn answer(&mut self, command: &str, mut event: Json) -> &mut Self {
        let last = self.commands.iter().rfind(|given| name(&given.order) == command);
        event["id"] = json!(last.expect(command).id);
        self.tell(event)
    }

    pub fn logged_in(&mut self) -> &mut Self {
        self.answer("login", json!({ "type": "loggedIn" }))
    }

    pub fn prepared(&mut self, answer: Json) -> &mut Self {
        self.answer("prepay", json!({ "type": "prepared", "answer": answer }))
    }

    pub fn prepay_failed(&mut self, failure: Json) -> &mut Self {
        self.answer("prepay", with_type(failure, "prepayFailed"))
    }

    pub fn saved(&mut self) -> &mut Self {
        self.answer("save", json!({ "type": "saved" }))
    }

    pub fn closed(&mut self, err_msg: &str) -> &mut Self {
        self.ended(json!({ "errMsg": err_msg }))
    }

    pub fn ended(&mut self, end: Json) -> &mut Self {
        self.answer("requestPayment", json!({ "type": "closed", "end": end }))
    }

    /// The backend's answer for the order of [`five`].
    pub fn queried(&mut self, trade_state: &str) -> &mut Self {
        self.query(json!({ "outTradeNo": NUMBER, "tradeState": trade_state, "total": TOTAL }))
    }

    pub fn query(&mut self, answer: Json) -> &mut Self {
        self.answer("query", json!({ "type": "queried", "answer": answer }))
    }

    pub fn query_failed(&mut self, failure: Json) -> &mut Self {
        self.answer("query", with_type(failure, "queryFailed"))
    }

    /// The time of the last wait passes.
    pub fn waited(&mut self) -> &mut Self {
        let ms = self.commands.iter().rev().find_map(|command| match command.order {
            Order::Wait { ms } => Some(ms),
            _ => None,
        });
        self.now += u64::from(ms.expect("a wait"));
        self.answer("wait", json!({ "type": "elapsed" }))
    }

    /// From the tap to the open cashier.
    pub fn opened(order_key: &str) -> Self {
        let mut story = Self::new();
        story.tap(order_key).prepared(five()).saved();
        story
    }

    /// The names of the commands since the last look.
    pub fn did(&mut self) -> Vec<&'static str> {
        let names = self.commands[self.read..].iter().map(|command| name(&command.order)).collect();
        self.read = self.commands.len();
        names
    }

    pub fn outcomes(&self) -> Vec<&Outcome> {
        let outcomes = self.commands.iter().filter_map(|command| match &command.order {
            Order::Settle { outcome } | Order::Resumed { outcome } => Some(&**outcome),
            _ => None,
        });
        outcomes.collect()
    }

    /// Status and code of the last outcome.
    pub fn outcome(&self) -> (&'static str, &'static str) {
        let outcomes = self.outcomes();
        let outcome = outcomes.last().expect("an outcome");
        (outcome.status.as_str(), outcome.error.code().as_str())
    }

    /// The last outcome as pages see it, in English.
    pub fn page(&self) -> Json {
        let outcomes = self.outcomes();
        serde_json::to_value(outcomes.last().expect("an outcome").plain(Lang::En)).expect("JSON")
    }

    /// `open`, `closed`, or `none`: what the journal holds of an order.
    pub fn journal(&self, order_key: &str) -> &'static str {
        match self.machine.journal().get(order_key) {
            Some(entry) if entry.open == 0 => "closed",
            Some(_) => "open",
            None => "none",
        }
    }

    pub fn queries(&self) -> Vec<u32> {
        let timeouts = self.commands.iter().filter_map(|command| match command.order {
            Order::Query { timeout, .. } => Some(timeout),
            _ => None,
        });
        timeouts.collect()
    }

    /// Codes of the warnings so far.
    pub fn warnings(&self) -> Vec<&'static str> {
        let codes = self.commands.iter().filter_map(|command| match &command.order {
            Order::Warn(error) => Some(error.code().as_str()),
            _ => None,
        });
        codes.collect()
    }
}

fn with_type(mut event: Json, kind: &str) -> Json {
    event["type"] = json!(kind);
    event
}

/// The number and the amount of the order of [`five`].
pub const NUMBER: &str = "202611210001";
pub const TOTAL: u32 = 1990;

/// WeChat's published example, as the reference backend sends it.
pub fn five() -> Json {
    json!({
        "timeStamp": "1490840662",
        "nonceStr": "5K8264ILTKCH16CQ2502SI8ZNMTM67VS",
        "package": "prepay_id=wx2017033010242291fcfe0db70013231072",
        "signType": "MD5",
        "paySign": "22D9B4E54AB1950F51E0649E8810ACD6",
        "outTradeNo": NUMBER,
        "total": TOTAL,
    })
}
