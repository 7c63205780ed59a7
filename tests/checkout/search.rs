//! A bounded exhaustive search: from the start of a world every possible move, then every possible move from
//! each world that is new, and so on to the depth of the setup or until nothing new is found. Worlds that will
//! behave alike are one (portrait.rs).

use super::fair::{Buyer, come_to_rest, nothing_pends_for_ever};
use super::moves::Move;
use super::setup::{Edge, Setup};
use super::world::World;
use std::collections::{BTreeSet, HashMap, HashSet};

/// What one search found.
pub struct Findings {
    pub name: &'static str,
    pub states: usize,
    pub transitions: usize,
    pub depth: usize,
    /// Nothing new was left: the search saw every state that the setup can reach.
    pub complete: bool,
    pub fair_ends: usize,
    pub seconds: f32,
    /// (promise, what happened, the moves that lead there); the shortest of each promise.
    pub broken: HashMap<usize, (String, Vec<Move>)>,
    pub edges: BTreeSet<Edge>,
}

/// Every how many-th state is played to its end in a fair world.
const FAIR: usize = if cfg!(debug_assertions) { 101 } else { 11 };

pub fn search(setup: &Setup) -> Findings {
    let clock = std::time::Instant::now();
    let start = World::new(setup);
    let first = start.fingerprint();
    let mut seen = HashSet::from([first]);
    // how a state was reached first: the state before, and the move
    let mut ways: HashMap<u64, (u64, Move)> = HashMap::new();
    let mut frontier = vec![(first, start)];
    let mut found = Findings {
        name: setup.name,
        states: 1,
        transitions: 0,
        depth: 0,
        complete: false,
        fair_ends: 0,
        seconds: 0.0,
        broken: HashMap::new(),
        edges: BTreeSet::new(),
    };
    while found.depth < setup.depth && !frontier.is_empty() {
        found.depth += 1;
        let mut next = Vec::new();
        for (print, world) in frontier {
            for step in world.moves() {
                let mut after = world.clone();
                after.make(step);
                found.transitions += 1;
                if let Some(edge) = after.edge.take() {
                    found.edges.insert(edge);
                }
                let to = after.fingerprint();
                let new = seen.insert(to);
                if new {
                    ways.insert(to, (print, step));
                }
                if new && seen.len().is_multiple_of(FAIR) {
                    for buyer in [Buyer::Pays, Buyer::Cancels, Buyer::PaysInSilence] {
                        found.fair_ends += 1;
                        after.ledger.broken.extend(come_to_rest(after.clone(), buyer));
                    }
                    after.ledger.broken.extend(nothing_pends_for_ever(after.clone()));
                }
                for (promise, breach) in after.ledger.broken.drain(..) {
                    found
                        .broken
                        .entry(promise)
                        .or_insert_with(|| (breach, way(&ways, print, step)));
                }
                if new {
                    next.push((to, after));
                }
            }
        }
        frontier = next;
    }
    found.states = seen.len();
    found.complete = frontier.is_empty();
    found.seconds = clock.elapsed().as_secs_f32();
    found
}

fn way(ways: &HashMap<u64, (u64, Move)>, mut at: u64, last: Move) -> Vec<Move> {
    let mut steps = vec![last];
    while let Some((before, step)) = ways.get(&at) {
        steps.push(*step);
        at = *before;
    }
    steps.reverse();
    steps
}
