//! Long lives at random: hundreds of moves in worlds without a bound on depth, held against the same promises.
//! The same lives each time, so that what fails here fails everywhere; other ones by `WXPAY_SEED=…`, more of them by
//! `WXPAY_LIVES=…`. Both are printed.

use super::fair::{Buyer, come_to_rest, nothing_pends_for_ever};
use super::moves::{End, Failed, Kept, Move};
use super::setup::Setup;
use super::world::World;
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
use std::io::Write;
use wxpay_mini::checkout::Settings;

const LIVES: u32 = if cfg!(debug_assertions) { 60 } else { 3_000 };

fn setup(login: bool, numbers: bool) -> Setup {
    Setup {
        name: "a long life",
        settings: Settings { login, ..Settings::default() },
        orders: 3,
        numbers,
        parameters: true,
        resume: true,
        restarts: &[Kept::Whole, Kept::Lost, Kept::Cut, Kept::OtherVersion, Kept::NotText],
        jumps: true,
        seconds: true,
        merchant: true,
        journal: 0,
        few: false,
        depth: 0,
    }
}

/// What the environment says, if anything.
fn given(name: &str) -> Option<u64> {
    let text = std::env::var(name).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{name}: a whole number, not {text:?}")))
}

/// The choices become moves: each names one of those that are possible then. What ends a life or jumps in time
/// is taken only now and then, so that payments get on.
fn live(setup: &Setup, choices: &[u32]) -> Result<(), TestCaseError> {
    let mut world = World::new(setup);
    let mut way = Vec::new();
    for choice in choices {
        let moves = world.moves();
        let rare = |step: &Move| {
            matches!(
                step,
                Move::Restart(_)
                    | Move::HoursPass
                    | Move::ClockGoesBack
                    | Move::MerchantCloses(_)
                    | Move::MerchantRefunds(_)
                    | Move::Answer(_, End::Failed(Failed::Http401))
            )
        };
        let often: Vec<_> = match choice % 11 {
            0 => moves,
            _ => moves.into_iter().filter(|step| !rare(step)).collect(),
        };
        let step = often[(choice / 11) as usize % often.len()];
        way.push(step);
        world.make(step);
        let broken = &world.ledger.broken;
        prop_assert!(broken.is_empty(), "{broken:?} after {way:#?}");
    }
    for buyer in [Buyer::Pays, Buyer::Cancels, Buyer::PaysInSilence] {
        let broken = come_to_rest(world.clone(), buyer);
        prop_assert!(broken.is_empty(), "{broken:?} at rest, after {way:#?}");
    }
    let broken = nothing_pends_for_ever(world);
    prop_assert!(broken.is_empty(), "{broken:?} later, after {way:#?}");
    Ok(())
}

#[test]
fn a_long_life_breaks_no_promise() {
    let seed = given("WXPAY_SEED").unwrap_or(1);
    let count = given("WXPAY_LIVES").map_or(LIVES, |lives| lives as u32);
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(count) };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let lives = (any::<bool>(), any::<bool>(), prop::collection::vec(any::<u32>(), 200..600));
    let told = format!("\n  {count} long lives at random, WXPAY_SEED={seed}\n");
    std::io::stderr().write_all(told.as_bytes()).expect("standard error");
    let result =
        runner.run(&lives, |(login, numbers, choices)| live(&setup(login, numbers), &choices));
    if let Err(error) = result {
        panic!("WXPAY_SEED={seed}: {error}");
    }
}
