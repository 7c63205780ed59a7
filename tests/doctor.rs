//! The signature doctor: the catalogue of causes row by row, the published examples, and what holds for
//! any mistake. Natively alone.
#![cfg(not(target_arch = "wasm32"))]

#[path = "doctor/case.rs"]
mod case;
#[path = "doctor/catalogue.rs"]
mod catalogue;
#[path = "doctor/hostile.rs"]
mod hostile;
#[path = "doctor/mistakes.rs"]
mod mistakes;
#[path = "doctor/published.rs"]
mod published;
#[path = "doctor/search.rs"]
mod search;
