//! The checkout machine, played without a phone: a [`player`] carries its commands out and keeps the
//! clock by hand.

mod confirming;
mod fates;
mod login;
mod order;
pub mod pair;
pub mod player;
mod signed_here;
mod taps;
