//! An offline WeChat Pay for development: it plays `api.mch.weixin.qq.com` (API v2 and v3),
//! `api.weixin.qq.com` (`jscode2session`, `sns/oauth2`), the web authorisation of `open.weixin.qq.com`, and the
//! cashier that opens over a mini program or over a page of an official account.
//!
//! It answers as WeChat does, keeps everything in memory (in a file too, when asked), and judges every signature with
//! means of its own: it depends on no other part of this project, so that a mistake made
//! there cannot cancel itself out here. What it finds wrong is told twice: to the caller in
//! WeChat's words, to the developer, in the log, in plain ones.
//!
//! ```
//! use wxpay_sandbox::{Account, Sandbox};
//!
//! let sandbox = Sandbox::new(Account::generate())?;
//! let lines = sandbox.environment("http://127.0.0.1:8801");
//! assert!(lines.starts_with("WXPAY_GATEWAY=http://127.0.0.1:8801\n"));
//! # Ok::<(), wxpay_sandbox::KeyError>(())
//! ```
//!
//! | to find | look in |
//! |---|---|
//! | who the merchant is, the environment lines | `account` |
//! | codes of `wx.login` and of web authorisation, and what they are exchanged for | `login` |
//! | who is sent back to a page with a code | `authorize` |
//! | `WeixinJSBridge` and its cashier in a browser | `bridge/` |
//! | the rules of API v2 (`/pay/unifiedorder` and its kin) | `gateway` |
//! | the rules of API v3 (`/v3/…`), its signatures on both ways | `v3` |
//! | the checks of `wx.requestPayment` and its words of refusal | `cashier` |
//! | notifications: what they say, when and how they are sent | `notify` |
//! | orders, refunds and what became of them | `order`, `refund`, `books` |
//! | signatures of API v2 | [`signature`] |
//! | RSA keys and certificates of API v3 | `keys` |
//! | what goes wrong on demand | `faults` |
//! | the page at `/` | `page` |
//! | what outlives the process, where that is wanted | `store` |
//! | files that hold secrets | `private_file` |
//! | web pages that may not use it | `http::strangers` |
//! | paths, methods, JSON of the doors for persons and tests | `http` |

#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod account;
pub mod aes;
mod authorize;
mod books;
mod cashier;
mod clock;
mod explain;
mod faults;
mod gateway;
mod http;
mod keys;
mod log;
mod login;
mod notify;
mod order;
mod page;
mod private_file;
mod random;
mod refund;
mod sandbox;
mod settings;
pub mod signature;
mod store;
mod v3;
mod xml;

pub use account::{Account, AccountError};
pub use explain::{Explain, PaymentCase, RequestCase, SignatureCase, V2Case};
pub use http::serve;
pub use keys::{KeyError, Keys, RsaKey};
pub use private_file::write as write_private;
pub use sandbox::Sandbox;
pub use store::{KeptError, account_of};
