//! A fair world: every command is answered, the backend tells the truth, the buyer acts. From any state the
//! machine comes to rest in it, within a bounded number of questions.

use super::backend::order_of;
use super::ledger::LIVELY;
use super::moves::{Closed, End, Kept, Move, Prepared};
use super::setup::{Fate, Open, What, told};
use super::world::World;

/// What the buyer does in an open cashier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Buyer {
    Pays,
    Cancels,
    /// Pays, and the client never calls back: the watch has to find it.
    PaysInSilence,
}

/// A full plan asks at most seven times in the default budget, the watch six times, a check once, and each of
/// three old orders once.
const QUESTIONS: usize = 20;

/// Plays `world` to its end; says what stood still.
pub fn come_to_rest(mut world: World<'_>, buyer: Buyer) -> Vec<(usize, String)> {
    let mut questions = 0;
    for _ in 0..100 {
        let Some((at, end)) = next(&mut world, buyer) else { break };
        questions += usize::from(matches!(world.open[at].what, What::Query { .. }));
        world.make(Move::Answer(at, end));
    }
    let mut broken = world.ledger.broken;
    if world.machine.running().is_some() || !world.open.is_empty() {
        broken.push((LIVELY, format!("no rest with a buyer who {buyer:?}: {:?}", world.open)));
    }
    if questions > QUESTIONS {
        broken.push((LIVELY, format!("{questions} questions")));
    }
    broken
}

/// Three hours later the app starts again and resumes: no order is open any longer, whatever became of it.
/// The clock is set so that it has passed every entry, for one from the future waits until then.
pub fn nothing_pends_for_ever(mut world: World<'_>) -> Vec<(usize, String)> {
    world.make(Move::Restart(Kept::Whole));
    let latest = world.machine.journal().entries().iter().map(|entry| entry.since).max();
    while world.now / 1000 <= u64::from(latest.unwrap_or_default()) + 7_500 {
        world.make(Move::HoursPass);
    }
    world.make(Move::Resume { listed: false });
    let mut broken = Vec::new();
    for _ in 0..20 {
        let Some((at, end)) = next(&mut world, Buyer::Cancels) else { break };
        world.make(Move::Answer(at, end));
    }
    let left = world.machine.journal().entries();
    if !left.is_empty() {
        broken.push((LIVELY, format!("pending for ever: {left:?}")));
    }
    broken.extend(world.ledger.broken);
    broken
}

fn next(world: &mut World<'_>, buyer: Buyer) -> Option<(usize, End)> {
    let is_cashier = |open: &Open| open.what == What::Cashier;
    if let Some(paying) = world.open.iter().find(|open| is_cashier(open)) {
        let paying = order_of(&paying.key).unwrap_or_default();
        if buyer != Buyer::Cancels && world.truth[paying].fate == Fate::Unpaid {
            world.make(Move::BuyerPays(paying));
        }
        // a watch that has asked often enough asks again when the buyer comes back to the app
        let silent = buyer == Buyer::PaysInSilence && world.truth[paying].fate == Fate::Paid;
        if silent && world.open.iter().all(is_cashier) {
            world.make(Move::Foreground);
        }
        if silent {
            let at = world.open.iter().position(|open| !is_cashier(open))?;
            return Some((at, end(world, at, buyer)));
        }
    }
    // whoever waits for the callback waits no longer than for it
    let first = |wanted: fn(&What) -> bool| world.open.iter().position(|open| wanted(&open.what));
    let at = first(|what| !matches!(what, What::Cashier | What::Wait(_)))
        .or_else(|| first(|what| *what == What::Cashier))
        .or_else(|| first(|_| true))?;
    Some((at, end(world, at, buyer)))
}

fn end(world: &World<'_>, at: usize, buyer: Buyer) -> End {
    let order = order_of(&world.open[at].key).unwrap_or_default();
    match &world.open[at].what {
        What::Login => End::LoggedIn,
        What::Prepay => match world.truth[order].fate {
            Fate::Unpaid => End::Prepared(Prepared::Ready),
            _ => End::Prepared(Prepared::NothingToPay),
        },
        What::Save(_) => End::Saved,
        What::Cashier if buyer == Buyer::Cancels => End::Closed(Closed::Cancel),
        What::Cashier => End::Closed(Closed::Ok),
        What::Query { .. } => End::Queried(told(world.truth[order].fate)),
        What::Wait(_) => End::Elapsed,
    }
}
