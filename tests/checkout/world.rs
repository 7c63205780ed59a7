//! A world around one machine: a phone with storage and a clock, a backend, buyers. It keeps what is really so
//! (who paid what) beside what the machine was told, and lets the ledger (ledger.rs) compare the two. It
//! makes moves (possible.rs says which there are), and never looks into the machine but through portrait.rs.

use super::backend::{self, order_of};
use super::ledger::Ledger;
use super::moves::{Closed, End, Failed, KEYS, Kept, Move, Queried};
use super::portrait::{Fingerprint, Portrait};
use super::setup::{Edge, Fate, Open, START, Setup, Truth, What, name};
use serde_json::{Value as Json, json};
use std::hash::{Hash, Hasher};
use wxpay_mini::cashier::Words;
use wxpay_mini::checkout::{Checkout, Command, Event, Failure, Happening, Listed, Order};
use wxpay_mini::journal::Journal;
use wxpay_mini::untrusted::{Arena, Raw, Value};
use wxpay_mini::value::{Fen, OutTradeNo};

const HOURS: u64 = 3 * 3_600_000;

#[derive(Clone)]
pub struct World<'s> {
    pub setup: &'s Setup,
    pub machine: Checkout,
    pub now: u64,
    pub open: Vec<Open>,
    pub storage: Option<String>,
    /// What storage does with the saves that nobody waits for: the same as with the last one.
    storage_fails: bool,
    pub truth: [Truth; 3],
    pub ledger: Ledger,
    /// Seconds that a timer stood still.
    pub stood: u8,
    /// The answer that is told is about the payment that runs.
    runs: bool,
    /// The machine as it is now.
    pub portrait: Portrait,
    pub edge: Option<Edge>,
}

impl<'s> World<'s> {
    pub fn new(setup: &'s Setup) -> Self {
        let mut world = Self {
            setup,
            machine: Checkout::new(setup.settings.clone()),
            now: START,
            open: Vec::new(),
            storage: None,
            storage_fails: false,
            truth: [Truth::default(); 3],
            ledger: Ledger::default(),
            portrait: Portrait::of(&Checkout::new(setup.settings.clone()), START),
            edge: None,
            runs: true,
            stood: 0,
        };
        if setup.journal > 0 {
            let mut text = String::from("wxpay-mini 1");
            for (order, key) in KEYS.iter().enumerate().take(setup.journal) {
                let (number, total) = match setup.numbers {
                    true => (backend::number(order), backend::total(order).to_string()),
                    false => Default::default(),
                };
                text += &format!("\n{key}\t{number}\t{total}\t{}\t1\t.", START / 1000 - 60);
                world.truth[order].cashiers = 1;
                world.ledger.orders[order].must_ask = true;
            }
            world.storage = Some(text);
            world.restart(Kept::Whole);
        }
        world
    }

    /// Makes a move. What breaks a promise is in the ledger afterwards.
    pub fn make(&mut self, step: Move) {
        self.edge = None;
        self.runs = true;
        match step {
            Move::Tap(order) => self.tap(order, None),
            Move::TapWithParameters(order) => {
                let mut five = backend::five(order);
                five["outTradeNo"] = json!(backend::number(order));
                five["total"] = json!(backend::total(order));
                self.tap(order, Some(five));
            }
            Move::Resume { listed } => {
                let orders = if listed { KEYS[..self.setup.orders].to_vec() } else { Vec::new() };
                self.ledger.resume(&self.machine, &orders);
                let told = orders.iter().enumerate().map(|(order, key)| Listed {
                    order_key: key,
                    out_trade_no: self
                        .setup
                        .numbers
                        .then(|| OutTradeNo::parse(&backend::number(order)).expect("a number")),
                    total: self.setup.numbers.then(|| Fen::new(backend::total(order))),
                });
                let orders = told.collect();
                self.tell("resume", Event::Resume { orders });
            }
            Move::Foreground => drop(self.tell("foreground", Event::Foreground)),
            Move::BuyerPays(order) => self.truth[order] = Truth { fate: Fate::Paid, cashiers: 0 },
            Move::MerchantCloses(order) => {
                self.truth[order] = Truth { fate: Fate::Closed, cashiers: 0 };
            }
            Move::MerchantRefunds(order) => self.truth[order].fate = Fate::Refunded,
            Move::Restart(kept) => self.restart(kept),
            Move::HoursPass => {
                self.jump(self.now + HOURS);
                // a prepay_id lives two hours
                self.truth.iter_mut().for_each(|truth| truth.cashiers = 0);
            }
            Move::SecondPasses => {
                self.stood += 1;
                self.jump(self.now + 1_000);
            }
            Move::ClockGoesBack => self.jump(self.now - HOURS),
            Move::Answer(at, end) => self.answer(at, end),
        }
    }

    fn jump(&mut self, now: u64) {
        self.now = now;
        self.ledger.clock_jumped();
        self.portrait = Portrait::of(&self.machine, now);
    }

    fn tap(&mut self, order: usize, parameters: Option<Json>) {
        let before = self.portrait.text.clone();
        let running = self.machine.running().map(str::to_owned);
        let known = self.machine.journal().get(KEYS[order]).is_some();
        let paid = known && self.truth[order].fate == Fate::Paid;
        let answer = parameters.is_some();
        let arena = Arena::new();
        let answer = answer.then(|| arena.keep(parameters.unwrap_or_default().into()));
        let gave_way = self.ledger.tapped(order, running.as_deref(), answer.is_some(), paid);
        let event = match running.as_deref() {
            Some(key) if key != KEYS[order] => "another tap",
            _ => "tap",
        };
        let commands = self.tell(event, Event::Tap { order_key: KEYS[order], answer });
        let same = before == self.portrait.text;
        self.ledger.tap_told(order, running.as_deref(), gave_way, &commands, same);
    }

    fn restart(&mut self, kept: Kept) {
        self.machine = Checkout::new(self.setup.settings.clone());
        self.ledger.sound &= kept == Kept::Whole;
        self.open.clear();
        let arena = Arena::new();
        let text = self.storage.clone();
        let found = match (kept, text) {
            (Kept::Whole, Some(text)) => Value::Text(text),
            (Kept::Cut, Some(text)) => Value::Text(text[..text.len() - 3].into()),
            (Kept::OtherVersion, Some(text)) => Value::Text(text.replacen('1', "2", 1)),
            (Kept::NotText, _) => Value::Number(1.0),
            _ => Value::Missing,
        };
        let journal = arena.keep(found);
        // what cannot be read is gone: the next save writes what is left
        self.ledger.restarted();
        self.tell("start", Event::Start { journal });
        self.ledger.found(&self.machine);
        self.storage = Some(self.machine.journal().text());
    }

    fn answer(&mut self, at: usize, end: End) {
        let Open { id, key, what } = self.open.remove(at);
        let order = order_of(&key);
        let runs = self.machine.running() == Some(&*key);
        if !runs && end == End::Failed(Failed::Timeout) {
            // the question of the payment that runs waits meanwhile, longer than it may
            self.ledger.clock_jumped();
        }
        if let (What::Query { timeout, .. }, End::Failed(Failed::Timeout)) = (&what, end) {
            self.now += u64::from(*timeout);
        }
        if let What::Wait(ms) = &what {
            self.now += u64::from(*ms);
        }
        if let (What::Cashier, End::Closed(closed), Some(order)) = (&what, end, order)
            && closed.is_the_end()
        {
            let cashiers = &mut self.truth[order].cashiers;
            *cashiers = cashiers.saturating_sub(1);
        }
        if let What::Save(text) = &what {
            self.ledger.sound &= end == End::Saved;
            self.storage_fails = end != End::Saved;
            if end == End::Saved {
                self.storage = Some(text.clone());
            }
        }
        let arena = Arena::new();
        let object = |json: Json| arena.keep(json.into());
        let failure = |failed: Failed| {
            let Raw::Object(words) = object(backend::failure(failed)) else { unreachable!() };
            Failure { status: failed.status(), answer: words.get("answer"), words }
        };
        let numbers = self.setup.numbers;
        let (event, happening) = match (end, &what) {
            (End::LoggedIn, _) => ("loggedIn", Happening::LoggedIn),
            (End::Prepared(answer), _) => {
                let raw = object(backend::prepared(answer, order.unwrap_or_default(), numbers));
                ("prepared", Happening::Prepared(raw))
            }
            (End::Saved, _) => ("saved", Happening::Saved),
            (End::Closed(closed), _) => {
                let words = Words { err_msg: closed.err_msg().into(), ..Words::default() };
                ("closed", Happening::Closed(words))
            }
            (End::Queried(answer), _) => {
                let raw = object(backend::queried(answer, order.unwrap_or_default()));
                ("queried", Happening::Queried(raw))
            }
            (End::Elapsed, _) => ("elapsed", Happening::Elapsed),
            (End::Failed(failed), What::Login) => {
                ("loginFailed", Happening::LoginFailed(failure(failed)))
            }
            (End::Failed(failed), What::Prepay) => {
                ("prepayFailed", Happening::PrepayFailed(failure(failed)))
            }
            (End::Failed(failed), What::Save(_)) => {
                ("saveFailed", Happening::SaveFailed(failure(failed)))
            }
            (End::Failed(failed), _) => ("queryFailed", Happening::QueryFailed(failure(failed))),
        };
        self.runs = runs;
        self.ledger.answered(order, &what, end, runs, self.now);
        let commands = self.tell(event, Event::Answer { id, happening });
        self.ledger.answer_told(order, &what, end, &commands);
    }

    /// Tells the machine, takes its commands in, and lets the ledger look at all of it.
    fn tell(&mut self, event: &'static str, told: Event<'_>) -> Vec<Command> {
        let before = self.machine.journal().entries().to_vec();
        let ran = self.machine.running().map(str::to_owned);
        let tapped = match &told {
            Event::Tap { order_key, .. } => Some((*order_key).to_owned()),
            _ => None,
        };
        let commands = self.machine.handle(self.now, told);
        for command in &commands {
            self.ledger.commanded(command, &self.machine, self.truth, self.now, self.setup);
            self.take(command);
        }
        self.ledger.journal_changed(&before, &commands, &self.machine, self.now);
        let portrait = Portrait::of(&self.machine, self.now);
        if portrait.stage != "Waiting" {
            self.stood = 0;
        }
        let (awaited, late): (Vec<_>, Vec<_>) =
            self.open.drain(..).partition(|open| portrait.awaited.contains(&open.id));
        self.open = awaited;
        self.open.sort_by_key(|open| portrait.awaited.iter().position(|id| *id == open.id));
        let from = core::mem::replace(&mut self.portrait, portrait).stage;
        for open in late {
            match open.what {
                // nobody waits for it: storage does as it did before
                What::Save(text) if !self.storage_fails => self.storage = Some(text),
                What::Save(_) => self.late(open.id, false),
                _ => self.late(open.id, true),
            }
        }
        self.ledger.alive(&self.machine, self.portrait.resuming, &self.open);
        self.edge = self.runs.then(|| Edge {
            from,
            event,
            to: self.portrait.stage.clone(),
            commands: commands
                .iter()
                .filter(|command| {
                    [&ran, &tapped].into_iter().flatten().any(|key| *key == command.order_key)
                })
                .map(|command| name(&command.order))
                .collect(),
        });
        commands
    }

    fn take(&mut self, command: &Command) {
        let order = order_of(&command.order_key);
        let what = match &command.order {
            Order::Login { .. } => What::Login,
            Order::Prepay { .. } => What::Prepay,
            Order::Save { text } => What::Save(text.clone()),
            Order::RequestPayment { .. } => {
                if let Some(order) = order {
                    let truth = &mut self.truth[order];
                    if truth.fate == Fate::Unpaid {
                        truth.cashiers = (truth.cashiers + 1).min(2);
                    }
                }
                What::Cashier
            }
            Order::Query { out_trade_no, timeout } => {
                let fate = order.map_or(Fate::Unpaid, |order| self.truth[order].fate);
                What::Query { fate, known: !out_trade_no.is_empty(), timeout: *timeout }
            }
            Order::Wait { ms } => What::Wait(*ms),
            _ => return,
        };
        self.open.push(Open { id: command.id, key: command.order_key.clone(), what });
    }

    /// An answer that nobody waits for changes nothing, whatever it is; a save that failed is reported.
    fn late(&mut self, id: u32, silent: bool) {
        let arena = Arena::new();
        let paid = backend::queried(Queried::Success, 0);
        let ok = || Words { err_msg: Closed::Ok.err_msg().into(), ..Words::default() };
        let Raw::Object(words) = arena.keep(backend::failure(Failed::Timeout).into()) else {
            return;
        };
        let failure = Failure { status: None, answer: Raw::Missing, words };
        let happenings = match silent {
            true => [
                Happening::Closed(ok()),
                Happening::Queried(arena.keep(paid.into())),
                Happening::Elapsed,
            ],
            false => [Happening::SaveFailed(failure), Happening::Saved, Happening::Elapsed],
        };
        let mut machine = self.machine.clone();
        let mut commands = Vec::new();
        for happening in happenings {
            commands.extend(machine.handle(self.now, Event::Answer { id, happening }));
        }
        let same = Portrait::of(&machine, self.now).text == self.portrait.text;
        self.ledger.late_told(silent, &commands, same);
    }

    /// Equal for worlds that will behave alike.
    pub fn fingerprint(&self) -> u64 {
        let mut print = Fingerprint::default();
        print.write(self.portrait.text.as_bytes());
        for id in &self.portrait.awaited {
            match self.open.iter().find(|open| open.id == *id) {
                // the text is the journal's, which is in the portrait
                Some(Open { what: What::Save(_), .. }) => print.write_u8(1),
                Some(open) => (&open.key, &open.what).hash(&mut print),
                None => print.write_u8(0),
            }
        }
        match &self.storage {
            Some(text) if *text == self.machine.journal().text() => print.write_u8(2),
            Some(text) => {
                for entry in Journal::read(Raw::Text(text)).0.entries() {
                    (&entry.order_key, entry.open).hash(&mut print);
                }
            }
            None => print.write_u8(3),
        }
        (self.storage_fails, self.stood, self.truth, &self.ledger).hash(&mut print);
        print.finish()
    }
}
