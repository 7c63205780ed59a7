//! The command itself: a merchant and a sandbox as two processes, as a person starts them, and
//! signatures by hand. The sandbox judges every signature with means of its own.

mod doctor;
mod explained;
mod faults;
mod killed;
mod late;
mod market;
mod messages;
mod payment;
mod process;
mod refund;
mod rotation;
mod signatures;
mod told;
mod town;
