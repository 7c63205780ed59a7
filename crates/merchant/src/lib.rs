//! The reference merchant backend: what a shop's server does around WeChat Pay for a mini program, and for
//! the pages of an official account.
//! It logs buyers in, keeps orders, prepares payments, signs them again for the client, hears from
//! WeChat Pay or asks it what became of them, closes what expired and gives money back. Keys, the network and the database live here and nowhere in the
//! mini program.
//!
//! ```no_run
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! use wxpay_merchant::{Config, Merchant, run};
//!
//! let config = Config::from_env(|name| std::env::var(name).ok())?;
//! let merchant = Merchant::open(config)?;
//! let listener = tokio::net::TcpListener::bind("127.0.0.1:8800").await?;
//! run(listener, merchant, std::future::pending()).await?;
//! # Ok(())
//! # }
//! ```
//!
//! | to find | look in |
//! |---|---|
//! | variables of the environment | `config` |
//! | the mini program, the official account | `app` |
//! | login codes, tokens | `login`, `token` |
//! | what is for sale, what it costs | `catalogue` |
//! | an order, its number, its states | `order`, `out_trade_no`, `trade_state` |
//! | the second signature, the clock rule, reuse of a `prepay_id` | `prepay` |
//! | when WeChat Pay is asked for a payment's fate | `query` |
//! | what WeChat Pay tells by itself | `notify` |
//! | what is asked about, closed and finished without anybody's asking | `pursuit` |
//! | money that goes back; that others gave back; its states | `refund`, `elsewhere`, `refund_status` |
//! | how often one may ask; one prepay of an order at a time | `limit`, `turns` |
//! | private, public and APIv3 keys, certificates | `keys` |
//! | what WeChat Pay is sent and which answers are believed | `gateway` |
//! | tables | `database` |
//! | paths, methods, JSON, the log of requests | `http` |
//! | codes, sentences, HTTP statuses | [`Error`] |
//!
//! Everything but `http` is plain code that blocks; `http` runs it off the threads that serve.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod app;
mod beijing;
mod catalogue;
mod clock;
mod config;
mod database;
mod elsewhere;
mod error;
mod gateway;
mod http;
mod keys;
mod limit;
mod login;
mod merchant;
mod notify;
mod order;
mod out_trade_no;
mod outgoing;
mod prepay;
mod pursuit;
mod query;
mod random;
mod refund;
mod refund_status;
mod secret;
mod token;
mod trade_state;
mod turns;

pub use clock::Clock;
pub use config::Config;
pub use database::Entry;
pub use error::{Code, Error, Refusal};
pub use http::{run, serve};
pub use merchant::Merchant;
pub use pursuit::Pursued;
pub use refund::Refunded;
