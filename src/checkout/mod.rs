//! The checkout: a machine without hands. It takes events and gives commands; it never waits, calls
//! out or reads a clock, for time comes in with each event. The glue carries commands out and tells
//! what happened. So every order of events can be played without a phone.

mod command;
mod event;
mod plan;
mod run;

pub use command::{Command, Order};
pub use event::{Event, Failure, Happening};
pub use plan::{QueryPlan, Step};

use crate::error::{Code, Error};
use crate::outcome::{Outcome, Status};
use crate::value::AppId;
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
    /// Assemble the six parameters of an official account instead of the five.
    pub official_account: bool,
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
            official_account: false,
            #[cfg(feature = "local-sign")]
            local_key: None,
        }
    }
}

/// All that the machine remembers: its settings, the payment that runs, and a counter that tells the
/// answer to the last command from one that comes late.
#[derive(Debug)]
pub struct Checkout {
    settings: Settings,
    run: Option<Run>,
    last_id: u32,
}

impl Checkout {
    /// A machine at rest.
    pub fn new(settings: Settings) -> Self {
        Self { settings, run: None, last_id: 0 }
    }

    /// The key of the order that is being paid, if one is.
    pub fn running(&self) -> Option<&str> {
        self.run.as_ref().map(|run| run.order_key.as_str())
    }

    /// Takes what happened at `now` (milliseconds since 1970) and says what to do. An event that
    /// answers another command than the last one is late and changes nothing.
    pub fn handle(&mut self, now: u64, event: Event) -> Vec<Command> {
        match event {
            Event::Tap { order_key } => {
                let mut commands = Commands::about(&order_key, &mut self.last_id);
                match &self.run {
                    // the second tap joins the first: the glue has one promise per order
                    Some(run) if run.order_key == order_key => {}
                    Some(_) => {
                        let outcome = Outcome::new(Status::Failed, Error::new(Code::Busy, ""));
                        commands.push(Order::Settle { outcome: Box::new(outcome) });
                    }
                    None => {
                        self.run = Some(Run::begin(&order_key, now, &self.settings, &mut commands));
                    }
                }
                commands.list
            }
            Event::Answer { id, happening } => {
                let Some(mut run) = self.run.take_if(|run| run.waits_for(id)) else {
                    return Vec::new();
                };
                let order_key = run.order_key.clone();
                let mut commands = Commands::about(&order_key, &mut self.last_id);
                let over = run.advance(now, happening, &self.settings, &mut commands);
                if !over {
                    self.run = Some(run);
                }
                commands.list
            }
        }
    }
}

/// Where a step of the machine leaves its commands.
struct Commands<'a> {
    list: Vec<Command>,
    order_key: &'a str,
    last_id: &'a mut u32,
}

impl<'a> Commands<'a> {
    fn about(order_key: &'a str, last_id: &'a mut u32) -> Self {
        Self { list: Vec::new(), order_key, last_id }
    }

    fn push(&mut self, order: Order) -> u32 {
        *self.last_id = self.last_id.wrapping_add(1);
        let order_key = self.order_key.into();
        self.list.push(Command { id: *self.last_id, order_key, order });
        *self.last_id
    }
}
