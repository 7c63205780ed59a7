//! The backend over real HTTP, against a gateway of the tests' own. What WeChat Pay would say of the
//! signatures is judged elsewhere, with other means: crates/cli/tests plays it against the sandbox.

mod gateway;
mod http;
mod journey;
mod login;
mod orders;
mod prepay;
mod query;
mod secrets;
mod shop;
