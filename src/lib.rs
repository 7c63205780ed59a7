//! The payment core of wxpay-mini.
//!
//! What lives here: the rules of WeChat Pay for mini programs. Fields, signatures, what a backend
//! may answer, how a payment's end is read, and the [`checkout::Checkout`] machine that decides what
//! happens next. What never comes in: network, clock, storage, the `wx` object, and (in the wasm that
//! ships) any key. JavaScript types live in `bindings.rs` alone.

#![warn(missing_docs)]
#![deny(unsafe_code)]

pub mod answer;
pub mod cashier;
pub mod checkout;
#[cfg(feature = "doctor")]
pub mod doctor;
pub mod error;
pub mod journal;
pub mod outcome;
pub mod pair;
pub mod plain;
pub mod query;
pub mod request_payment;
#[cfg(feature = "local-sign")]
pub mod sign;
mod text;
pub mod untrusted;
pub mod value;

#[cfg(all(target_arch = "wasm32", feature = "js"))]
mod arena;
#[cfg(all(target_arch = "wasm32", feature = "js"))]
pub mod bindings;
#[cfg(all(target_arch = "wasm32", feature = "js"))]
mod entropy;
#[cfg(all(target_arch = "wasm32", feature = "js", not(feature = "doctor")))]
mod memory;

pub use error::{Code, Error, Lang};
