//! API v2 of `api.mch.weixin.qq.com`: a message comes in, is judged, an answer goes out.
//! What all calls share lives here; each call's own rules live in the file of its name.
//! Never here: HTTP.

mod answer;
mod closeorder;
pub(crate) mod fields;
mod orderquery;
mod refund;
pub(crate) mod refundquery;
mod request;
mod unifiedorder;

use serde_json::json;

use crate::account::Account;
use crate::log::{self, Entry, Kind};
use crate::order::Order;
use crate::sandbox::{Sandbox, State};
use crate::signature::{Fields, SignType};

use answer::{Answer, Cause};
use fields::value;
use request::Request;

/// The calls that there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Call {
    UnifiedOrder,
    OrderQuery,
    CloseOrder,
    Refund,
    RefundQuery,
}

impl Call {
    /// The last part of its path.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::UnifiedOrder => "unifiedorder",
            Self::OrderQuery => "orderquery",
            Self::CloseOrder => "closeorder",
            Self::Refund => "refund",
            Self::RefundQuery => "refundquery",
        }
    }

    fn path(self) -> String {
        // What needs a client certificate stands apart.
        let place = if self == Self::Refund { "/secapi/pay" } else { "/pay" };
        format!("{place}/{}", self.name())
    }

    fn judge(self, state: &mut State, account: &Account, request: &Request) -> Answer {
        match self {
            Self::UnifiedOrder => unifiedorder::judge(state, request),
            Self::OrderQuery => orderquery::judge(state, request),
            Self::CloseOrder => closeorder::judge(state, request),
            Self::Refund => refund::judge(state, account, request),
            Self::RefundQuery => refundquery::judge(state, request),
        }
    }
}

/// Answers one call. `body` is what was posted, or why there is nothing that could be read.
pub(crate) fn answer(sandbox: &Sandbox, call: Call, method: &str, body: &[u8]) -> String {
    let read = request::read(sandbox.account(), call.name(), method, body);
    let (fields, answer) = match read {
        Err(refusal) => (refusal.fields, Answer::Refused(refusal.cause)),
        Ok(request) => {
            let answer = call.judge(&mut sandbox.state(), sandbox.account(), &request);
            (
                request.fields.clone(),
                answer.signed(sandbox.account(), &request.fields, request.sign_type),
            )
        }
    };
    let text = answer.to_xml();
    let explanation = sandbox.explanation(answer.mismatch());
    let mut state = sandbox.state();
    if answer.mismatch().is_some() {
        let (call, reason) = (call.path(), answer.reason().unwrap_or_default());
        let told = explanation.as_ref().map(|text| json!({ "explanation": text }));
        state.remember_refused(&call, reason, told.as_ref());
    }
    state.record(Entry {
        kind: Kind::Request,
        method: method.to_owned(),
        path: call.path(),
        summary: format!("{}: {}", call.name(), answer.summary()),
        ok: answer.is_success(),
        detail: json!({
            "request": log::masked(&fields),
            "answer": log::masked(&answer.fields()),
            "reason": answer.reason(),
            "explanation": explanation,
        }),
    });
    text
}

/// What a call is answered with that comes at a bad time: its business is not even looked at.
pub(crate) fn fail(sandbox: &Sandbox, limited: bool, body: &[u8]) -> String {
    let text = std::str::from_utf8(body).unwrap_or_default();
    let fields = crate::xml::read(text).unwrap_or_default();
    let sign_type = value(&fields, "sign_type").and_then(SignType::read).unwrap_or(SignType::Md5);
    let answer = if limited {
        Answer::failed("FREQUENCY_LIMITED", "频率限制", "a fault was asked for")
    } else {
        Answer::failed("SYSTEMERROR", "系统错误", "a fault was asked for")
    };
    answer.signed(sandbox.account(), &fields, sign_type).to_xml()
}

/// The order that `transaction_id` or `out_trade_no` names, if it was made for the merchant that asks:
/// a service provider's own, or that of the sub-merchant it names. One of the two must be there.
fn named_order<'a>(state: &'a State, fields: &Fields) -> Result<Option<&'a Order>, Answer> {
    let found = match (value(fields, "transaction_id"), value(fields, "out_trade_no")) {
        (Some(id), _) => state.books.by_transaction_id(id),
        (None, Some(number)) => state.books.order(number),
        (None, None) => {
            return Err(Answer::refused(Cause::missing("transaction_id or out_trade_no")));
        }
    };
    Ok(found.filter(|order| order.sub_mch_id() == sub_mch_id(fields)))
}

/// The sub-merchant that a message names; empty where there is none.
fn sub_mch_id(fields: &Fields) -> &str {
    value(fields, "sub_mch_id").unwrap_or_default()
}
