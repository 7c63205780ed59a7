//! The reference merchant backend: what a shop's server does around WeChat Pay for a mini program.
//! It logs buyers in, keeps orders, prepares payments, signs them again for the client, and asks
//! WeChat Pay what became of them. Keys, the network and the database live here and nowhere in the
//! mini program.
//!
//! ```no_run
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! use wxpay_merchant::{Config, Merchant, serve};
//!
//! let config = Config::from_env(|name| std::env::var(name).ok())?;
//! let merchant = Merchant::open(config)?;
//! let listener = tokio::net::TcpListener::bind("127.0.0.1:8800").await?;
//! serve(listener, merchant, std::future::pending()).await?;
//! # Ok(())
//! # }
//! ```
//!
//! | to find | look in |
//! |---|---|
//! | variables of the environment | `config` |
//! | `wx.login` codes, tokens | `login`, `token` |
//! | what is for sale, what it costs | `catalogue` |
//! | an order, its number, its states | `order`, `out_trade_no`, `trade_state` |
//! | the second signature, the clock rule, reuse of a `prepay_id` | `prepay` |
//! | when WeChat Pay is asked for a payment's fate | `query` |
//! | what WeChat Pay is sent and which answers are believed | `gateway` |
//! | tables | `database` |
//! | paths, methods, JSON, the log of requests | `http` |
//! | codes, sentences, HTTP statuses | [`Error`] |
//!
//! Everything but `http` is plain code that blocks; `http` runs it off the threads that serve.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod catalogue;
mod clock;
mod config;
mod database;
mod error;
mod gateway;
mod http;
mod login;
mod merchant;
mod order;
mod out_trade_no;
mod outgoing;
mod prepay;
mod query;
mod random;
mod secret;
mod token;
mod trade_state;

pub use clock::Clock;
pub use config::Config;
pub use error::{Code, Error, Refusal};
pub use http::serve;
pub use merchant::Merchant;
