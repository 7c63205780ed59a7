//! The sandbox from outside: a merchant's backend, a phone and a curious developer, over HTTP.

mod cashier;
mod faults;
mod login;
mod notifications;
mod official_account;
mod order_fields;
mod orders;
mod page;
mod partners;
mod published;
mod published_v3;
mod receiver;
mod refunds;
mod refusals;
mod state;
mod strangers;
mod transactions;
mod v3_merchant;
mod v3_signatures;
mod watching;
mod world;
