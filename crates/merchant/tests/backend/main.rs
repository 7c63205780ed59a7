//! The backend over real HTTP, against a gateway of the tests' own. What WeChat Pay would say of the
//! signatures is judged elsewhere, with other means: crates/cli/tests plays it against the sandbox.

mod client_certificate;
mod connections;
mod console_refunds;
mod console_refunds_v2;
mod gateway;
mod http;
mod journey;
mod limits;
mod login;
mod lost_refunds;
mod notify_v2;
mod notify_v3;
mod official_account;
mod orders;
mod platform;
mod prepay;
mod pursuit;
mod query;
mod refund_notice_v2;
mod refunds;
mod seal;
mod secrets;
mod shop;
mod v3;
