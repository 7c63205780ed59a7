//! The checkout machine under test. The world around it: setup.rs, moves.rs, possible.rs, backend.rs, world.rs; what
//! is held against it: ledger.rs, commanded.rs; who plays: search.rs (everything, to a bound), random.rs (far, at random), fair.rs (to the end).

mod backend;
mod commanded;
mod diagram;
mod fair;
mod journal;
mod ledger;
mod moves;
mod plan;
mod portrait;
mod possible;
mod promises;
mod random;
mod search;
mod setup;
mod stories;
mod story;
mod table;
mod world;
