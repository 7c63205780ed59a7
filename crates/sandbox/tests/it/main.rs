//! The sandbox from outside: a merchant's backend, a phone and a curious developer, over HTTP.

mod cashier;
mod login;
mod orders;
mod published;
mod refusals;
mod watching;
mod world;
