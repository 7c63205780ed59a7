//! The promises of the machine, each over every world of the search. A breach is printed with the moves that
//! lead to it. The numbers of states and transitions go to standard error, past the test's own capture.

use super::moves::Kept;
use super::search::{Findings, search};
use super::setup::Setup;
use std::io::Write;
use std::sync::OnceLock;
use wxpay_mini::checkout::Settings;

fn setups() -> Vec<Setup> {
    // a short budget: the same shape of plan with fewer waits
    let settings = Settings { budget: 4_000, ..Settings::default() };
    let one = Setup {
        name: "one order",
        settings: settings.clone(),
        orders: 1,
        numbers: true,
        parameters: false,
        resume: false,
        restarts: &[],
        jumps: false,
        seconds: false,
        merchant: false,
        journal: 0,
        few: false,
        depth: 60,
    };
    vec![
        Setup {
            name: "one order, every answer",
            merchant: true,
            resume: true,
            restarts: &[Kept::Whole],
            jumps: true,
            // all 2.8 million transitions take a minute when optimised
            depth: if cfg!(debug_assertions) { 8 } else { 60 },
            ..one.clone()
        },
        Setup {
            name: "one order, the app dies",
            restarts: &[Kept::Whole, Kept::Lost, Kept::Cut, Kept::OtherVersion, Kept::NotText],
            resume: true,
            jumps: true,
            few: true,
            ..one.clone()
        },
        Setup {
            name: "one order, with login and resume",
            settings: Settings { login: true, ..settings.clone() },
            resume: true,
            restarts: &[Kept::Whole],
            ..one.clone()
        },
        Setup {
            name: "parameters of the page",
            parameters: true,
            restarts: &[Kept::Whole],
            ..one.clone()
        },
        Setup {
            name: "a backend without numbers",
            numbers: false,
            seconds: true,
            restarts: &[Kept::Whole],
            ..one.clone()
        },
        Setup {
            name: "two orders",
            orders: 2,
            resume: true,
            merchant: true,
            few: true,
            restarts: &[Kept::Whole],
            depth: if cfg!(debug_assertions) { 8 } else { 11 },
            ..one.clone()
        },
        Setup {
            name: "two orders, parameters of the page",
            orders: 2,
            parameters: true,
            few: true,
            depth: 10,
            ..one.clone()
        },
        Setup {
            name: "two orders with login",
            settings: Settings { login: true, ..settings.clone() },
            orders: 2,
            resume: true,
            few: true,
            depth: if cfg!(debug_assertions) { 9 } else { 11 },
            ..one.clone()
        },
        Setup {
            name: "three old orders",
            orders: 3,
            journal: 3,
            resume: true,
            few: true,
            depth: if cfg!(debug_assertions) { 8 } else { 10 },
            ..one.clone()
        },
        Setup {
            name: "three old orders without numbers",
            orders: 3,
            journal: 3,
            numbers: false,
            resume: true,
            few: true,
            depth: if cfg!(debug_assertions) { 8 } else { 10 },
            ..one
        },
    ]
}

/// All searches, made once, on as many threads as there are.
pub fn findings() -> &'static [Findings] {
    static FINDINGS: OnceLock<Vec<Findings>> = OnceLock::new();
    FINDINGS.get_or_init(|| {
        let setups = setups();
        let next = std::sync::atomic::AtomicUsize::new(0);
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let mut found: Vec<(usize, Findings)> = std::thread::scope(|scope| {
            let work = || {
                let mut mine = Vec::new();
                loop {
                    let at = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                    let Some(setup) = setups.get(at) else { return mine };
                    mine.push((at, search(setup)));
                }
            };
            let threads: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            threads.into_iter().flat_map(|thread| thread.join().expect("a search")).collect()
        });
        found.sort_by_key(|(at, _)| *at);
        let found: Vec<_> = found.into_iter().map(|(_, findings)| findings).collect();
        print(&found);
        found
    })
}

fn print(all: &[Findings]) {
    let mut text = String::from("\n  the checkout machine, searched:\n");
    let (mut states, mut transitions) = (0, 0);
    for found in all {
        let end = if found.complete { "all there is" } else { "bounded" };
        text += &format!(
            "  {:<34} {:>8} states {:>9} transitions, depth {:>2} ({end}), {} fair ends, {:.1} s\n",
            found.name,
            found.states,
            found.transitions,
            found.depth,
            found.fair_ends,
            found.seconds
        );
        states += found.states;
        transitions += found.transitions;
    }
    text += &format!("  {:<34} {states:>8} states {transitions:>9} transitions\n", "together");
    std::io::stderr().write_all(text.as_bytes()).expect("standard error");
}

fn holds(promise: usize) {
    let mut breaches = String::new();
    for found in findings() {
        if let Some((breach, way)) = found.broken.get(&promise) {
            let way: String = way.iter().map(|step| format!("\n    {step:?}")).collect();
            breaches += &format!("\n  in \"{}\": {breach}{way}", found.name);
        }
        assert!(found.transitions > 1_000, "\"{}\" was hardly searched", found.name);
    }
    assert!(breaches.is_empty(), "promise {promise} is broken{breaches}");
}

#[test]
fn nothing_stands_still_and_every_tap_is_settled_once() {
    holds(0);
}

#[test]
fn promise_1_at_most_one_cashier_per_order_and_a_second_tap_joins() {
    holds(1);
}

#[test]
fn promise_2_paid_only_when_a_query_said_so_for_this_very_order() {
    holds(2);
}

#[test]
fn promise_3_a_query_before_every_outcome_within_the_budget() {
    holds(3);
}

#[test]
fn promise_4_the_journal_is_kept_before_the_cashier_and_cleared_only_by_a_final_outcome() {
    holds(4);
}

#[test]
fn promise_5_trying_again_keeps_the_order_and_asks_for_new_parameters() {
    holds(5);
}

#[test]
fn promise_6_a_paid_order_is_never_offered_again() {
    holds(6);
}

#[test]
fn promise_7_every_outcome_carries_its_cause() {
    holds(7);
}
