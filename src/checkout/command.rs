//! What the machine asks the glue to do.

use crate::error::{Error, Lang};
use crate::outcome::Outcome;
use crate::pair::Pair;
use crate::plain::Plain;
use crate::request_payment::RequestPayment;
use crate::value::OutTradeNo;

/// One thing to do, with the number that its answer must carry.
#[derive(Clone, Debug, PartialEq)]
pub struct Command {
    /// Repeated by the event that answers.
    pub id: u32,
    /// The page's key of the order that this is about.
    pub order_key: String,
    /// What to do.
    pub order: Order,
}

/// The things that can be asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Order {
    /// `wx.login`, and its code to the backend.
    Login {
        /// The backend did not accept the last login: a new one is needed.
        again: bool,
        /// Milliseconds.
        timeout: u32,
    },
    /// Ask the backend for the parameters of a payment.
    Prepay {
        /// Ours, to be signed by the backend; none without entropy.
        pair: Option<Pair>,
        /// Milliseconds.
        timeout: u32,
    },
    /// Open WeChat's cashier.
    RequestPayment {
        /// Exactly what `wx.requestPayment` takes.
        params: Box<RequestPayment>,
    },
    /// Ask the backend what became of the order; the backend asks WeChat Pay.
    Query {
        /// The merchant's number; empty where prepay did not tell it.
        out_trade_no: String,
        /// Milliseconds; never longer than what is left of the budget.
        timeout: u32,
    },
    /// Put this text into storage, in place of the last one. Nothing follows before the answer where the
    /// text names an order whose cashier is about to open.
    Save {
        /// The journal.
        text: String,
    },
    /// Come back later.
    Wait {
        /// Milliseconds.
        ms: u32,
    },
    /// Tell the developer of something that was mended on the way. Needs no answer.
    Warn(Error),
    /// An old order was asked about by resume. Needs no answer.
    Resumed {
        /// What became of it.
        outcome: Box<Outcome>,
    },
    /// Every old order has been asked about. Needs no answer.
    ResumeDone,
    /// The payment is over: keep the page's promise. Needs no answer.
    Settle {
        /// What became of it.
        outcome: Box<Outcome>,
    },
}

impl Command {
    /// The command as the glue reads it: `{ id, type, … }`.
    pub fn plain(&self, lang: Lang) -> Plain<'_> {
        let mut fields = vec![("id", Plain::Number(self.id))];
        Plain::add(&mut fields, "orderKey", &self.order_key);
        Plain::add(&mut fields, "type", self.order.name());
        match &self.order {
            Order::Login { again, timeout } => {
                fields.push(("again", Plain::Flag(*again)));
                fields.push(("timeout", Plain::Number(*timeout)));
            }
            Order::Prepay { pair, timeout } => {
                if let Some(pair) = pair {
                    Plain::add(&mut fields, "nonceStr", pair.nonce_str.as_str());
                    Plain::add(&mut fields, "timeStamp", pair.time_stamp.as_str());
                }
                fields.push(("timeout", Plain::Number(*timeout)));
            }
            Order::RequestPayment { params } => fields.push(("params", params.plain())),
            Order::Query { out_trade_no, timeout } => {
                Plain::add(&mut fields, "outTradeNo", out_trade_no);
                fields.push(("timeout", Plain::Number(*timeout)));
            }
            Order::Save { text } => Plain::add(&mut fields, "text", text),
            Order::Wait { ms } => fields.push(("ms", Plain::Number(*ms))),
            Order::Warn(error) => fields.push(("warning", error.plain(lang))),
            Order::ResumeDone => {}
            Order::Settle { outcome } | Order::Resumed { outcome } => {
                fields.push(("outcome", outcome.plain(lang)))
            }
        }
        Plain::Object(fields)
    }
}

/// How long `wx.login` and the backend's part of it may take, in milliseconds.
const LOGIN_TIMEOUT: u32 = 15_000;

impl Order {
    pub(super) fn login(again: bool) -> Self {
        Self::Login { again, timeout: LOGIN_TIMEOUT }
    }

    /// A query of the order `number`, or of its key alone where prepay told no number.
    pub(super) fn query(number: Option<&OutTradeNo>, timeout: u32) -> Self {
        let out_trade_no = number.map_or_else(String::new, |number| number.as_str().into());
        Self::Query { out_trade_no, timeout }
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Login { .. } => "login",
            Self::Prepay { .. } => "prepay",
            Self::RequestPayment { .. } => "requestPayment",
            Self::Query { .. } => "query",
            Self::Save { .. } => "save",
            Self::Wait { .. } => "wait",
            Self::Resumed { .. } => "resumed",
            Self::ResumeDone => "resumeDone",
            Self::Warn(_) => "warn",
            Self::Settle { .. } => "settle",
        }
    }
}
