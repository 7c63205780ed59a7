//! The checkout: a machine without hands. It takes events and gives commands; it never waits, calls
//! out or reads a clock, for time comes in with each event. The glue carries commands out and tells
//! what happened. So every order of events can be played without a phone.

mod command;
mod event;
mod failure;
mod plan;
mod resume;
mod run;
mod watch;

pub use command::{Command, Order};
pub use event::{Event, Happening, Listed};
pub use failure::Failure;
pub use plan::{QueryPlan, Turn};

use crate::cashier::Words;
use crate::error::{Code, Error};
use crate::journal::{Entry, Journal};
use crate::outcome::{Outcome, Status};
use crate::value::{AppId, OutTradeNo};
use resume::Resume;
use run::Run;

/// What a page may set.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The running mini program, where known: answers for another one are refused.
    pub app_id: Option<AppId>,
    /// How long to ask for a payment's fate, in milliseconds.
    pub budget: u32,
    /// Log in before prepay, and once more when the backend answers 401.
    pub login: bool,
    /// Refuse a pair that is neither ours nor marked as the backend's.
    pub strict_pair: bool,
    /// Signs a bare prepay_id in development builds.
    #[cfg(feature = "local-sign")]
    pub local_key: Option<(crate::value::SignType, crate::sign::ApiV2Key)>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            app_id: None,
            budget: 15_000,
            login: false,
            strict_pair: false,
            #[cfg(feature = "local-sign")]
            local_key: None,
        }
    }
}

/// All that the machine remembers: its settings, the journal, the payment that runs, the old orders
/// that are being settled, and a counter that tells the answer to a command from one that comes late.
#[derive(Clone, Debug)]
pub struct Checkout {
    settings: Settings,
    memory: Memory,
    run: Option<Box<Run>>,
    resume: Option<Box<Resume>>,
}

impl Checkout {
    /// A machine at rest, with nothing in its journal.
    pub fn new(settings: Settings) -> Self {
        Self { settings, memory: Memory::default(), run: None, resume: None }
    }

    /// The key of the order that is being paid, if one is.
    pub fn running(&self) -> Option<&str> {
        self.run.as_ref().map(|run| run.order_key.as_str())
    }

    /// The orders whose fate is open, as the journal has them.
    pub fn journal(&self) -> &Journal {
        &self.memory.journal
    }

    /// Takes what happened at `now` (milliseconds since 1970) and says what to do. An event that
    /// answers a command that nobody waits for is late and changes nothing.
    pub fn handle(&mut self, now: u64, event: Event<'_>) -> Vec<Command> {
        let mut list = Vec::new();
        let mut step =
            Step { now, settings: &self.settings, memory: &mut self.memory, list: &mut list };
        match event {
            Event::Start { journal } => {
                let (found, warning) = Journal::read(journal);
                if let Some(warning) = warning {
                    step.push("", Order::Warn(warning));
                }
                // storage that could not be read at first: what was learnt meanwhile is newer
                let newer = core::mem::replace(&mut step.memory.journal, found);
                for entry in newer.entries() {
                    let mut entry = entry.clone();
                    let before =
                        step.memory.journal.get(&entry.order_key).map_or(0, |old| old.open);
                    entry.open = (entry.open + before).min(Entry::MANY);
                    step.memory.journal.put(entry);
                }
                if !newer.entries().is_empty() {
                    step.save("");
                }
            }
            Event::Tap { order_key, answer } => {
                match &mut self.run {
                    // the second tap joins the first: the glue has one promise per order
                    Some(run) if run.order_key == order_key => return list,
                    // known already: nothing has to be sent, so it disturbs nobody
                    _ if step.memory.paid.get(order_key).is_some() => {
                        let mut outcome = Outcome::new(Status::Paid, Error::new(Code::Paid, ""));
                        let paid = step.memory.paid.get(order_key);
                        outcome.out_trade_no = paid.map_or("", Entry::number).into();
                        step.push(order_key, Order::Settle { outcome: Box::new(outcome) });
                        return list;
                    }
                    // a cashier that fell silent gives way to another order once a query said NOTPAY
                    Some(run) if run.gives_way() => {
                        run.abandon(&mut step);
                        self.run = None;
                    }
                    Some(_) => {
                        let outcome = Outcome::new(Status::Failed, Error::new(Code::Busy, ""));
                        step.push(order_key, Order::Settle { outcome: Box::new(outcome) });
                        return list;
                    }
                    None => {}
                }
                if let Some(resume) = &mut self.resume {
                    resume.leave(order_key, &mut step);
                }
                self.run = Run::begin(order_key, answer, &mut step);
            }
            Event::Resume { orders } => {
                let running = self.run.as_ref().map(|run| run.order_key.as_str());
                match &mut self.resume {
                    // a second call joins the first, and brings its orders along
                    Some(resume) => resume.add(orders, running, &step),
                    None => self.resume = Resume::begin(orders, running, &mut step),
                }
            }
            Event::Foreground => {
                if let Some(run) = &mut self.run
                    && run.foreground(&mut step) == Progress::Over
                {
                    self.run = None;
                }
            }
            Event::Answer { id, happening } => {
                if let Happening::SaveFailed(failure) = &happening {
                    // storage that fails does not stop a sale: the backend's list can settle it
                    let found = Words::read(failure.words).err_msg;
                    let order_key = self.run.as_ref().map_or("", |run| run.order_key.as_str());
                    let warning = Error::new(Code::JournalUnsaved, "").found(&found);
                    step.push(order_key, Order::Warn(warning));
                }
                if let Some(run) = self.run.as_mut().filter(|run| run.waits_for(id)) {
                    if run.advance(id, happening, &mut step) == Progress::Over {
                        self.run = None;
                    }
                } else if let Some(resume) = self.resume.as_mut().filter(|r| r.waits_for(id))
                    && resume.advance(happening, &mut step) == Progress::Over
                {
                    self.resume = None;
                }
            }
        }
        if self.resume.as_ref().is_some_and(|resume| resume.is_done()) {
            self.resume = None;
        }
        list
    }
}

/// What outlives a payment.
#[derive(Clone, Debug, Default)]
struct Memory {
    journal: Journal,
    /// Orders that a query has reported paid: they are never offered to a cashier again. Not kept in storage,
    /// and only the last ones: the backend knows all of them.
    paid: Journal,
    last_id: u32,
}

impl Memory {
    fn remember_paid(&mut self, order_key: &str, number: Option<&OutTradeNo>) {
        self.paid.put(Entry {
            order_key: order_key.into(),
            out_trade_no: number.cloned(),
            total: None,
            // commands are numbered in their order, so the oldest makes room first
            since: self.last_id,
            open: 0,
        });
    }
}

/// Whether a payment goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Progress {
    On,
    Over,
}

/// One step of the machine: when it happens, what it may read and change, and where it leaves its
/// commands.
struct Step<'a> {
    now: u64,
    settings: &'a Settings,
    memory: &'a mut Memory,
    list: &'a mut Vec<Command>,
}

impl Step<'_> {
    fn push(&mut self, order_key: &str, order: Order) -> u32 {
        self.memory.last_id = self.memory.last_id.wrapping_add(1);
        let id = self.memory.last_id;
        self.list.push(Command { id, order_key: order_key.into(), order });
        id
    }

    /// Keeps the journal as it is now. Gives the number that the answer will carry.
    fn save(&mut self, order_key: &str) -> u32 {
        let text = self.memory.journal.text();
        self.push(order_key, Order::Save { text })
    }

    fn seconds(&self) -> u32 {
        u32::try_from(self.now / 1000).unwrap_or(u32::MAX)
    }
}
