//! What the machine asks the glue to do.

use crate::outcome::Outcome;
use crate::request_payment::RequestPayment;

/// One thing to do, with the number that its answer must carry.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Command {
    /// Repeated by the event that answers.
    pub id: u32,
    /// What to do.
    #[serde(flatten)]
    pub order: Order,
}

/// The things that can be asked for.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Order {
    /// `wx.login`, and its code to the backend.
    Login,
    /// Ask the backend for the parameters of a payment.
    Prepay {
        /// The page's key of the order.
        order_key: String,
        /// Ours, to be signed by the backend; absent without entropy.
        #[serde(skip_serializing_if = "Option::is_none")]
        nonce_str: Option<String>,
        /// Ours, likewise.
        #[serde(skip_serializing_if = "Option::is_none")]
        time_stamp: Option<String>,
        /// Milliseconds.
        timeout: u32,
    },
    /// Open WeChat's cashier.
    RequestPayment {
        /// Exactly what `wx.requestPayment` takes.
        params: RequestPayment,
    },
    /// Ask the backend what became of the order; the backend asks WeChat Pay.
    Query {
        /// The page's key of the order.
        order_key: String,
        /// The merchant's number, where prepay told it.
        #[serde(skip_serializing_if = "Option::is_none")]
        out_trade_no: Option<String>,
        /// Milliseconds; never longer than what is left of the budget.
        timeout: u32,
    },
    /// Come back later.
    Wait {
        /// Milliseconds.
        ms: u32,
    },
    /// Tell the developer of something that was mended on the way. Needs no answer.
    Warn {
        /// For machines.
        code: &'static str,
        /// Where it was found.
        field: String,
        /// For people.
        message: String,
        /// How to mend it.
        hint: &'static str,
    },
    /// The payment is over: keep the page's promise. Needs no answer.
    Settle {
        /// The page's key of the order.
        order_key: String,
        /// What became of it.
        outcome: Outcome,
    },
}
