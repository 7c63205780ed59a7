//! API v3 of `api.mch.weixin.qq.com`: a request comes in, its signature is checked, it is judged, a
//! signed answer goes out. What all calls share lives here; each call's rules live in a file of its
//! own. Never here: HTTP.

mod authorization;
mod body;
mod certificates;
mod close;
mod problem;
pub(crate) mod query;
pub(crate) mod refunds;
pub(crate) mod rsa_form;
pub(crate) mod seal;
mod transactions;
mod unknown;

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::log::{self, Entry, Kind};
use crate::random;
use crate::sandbox::Sandbox;
use crate::settings::Signer;

use body::Object;
use problem::Problem;
use seal::Header;

/// The calls that there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Call {
    Jsapi,
    ByOutTradeNo(String),
    ByTransactionId(String),
    Close(String),
    Refund,
    RefundQuery(String),
    Certificates,
}

impl Call {
    /// Its path, for counting: numbers in it are left out.
    fn path(&self, partner: bool) -> String {
        let (place, rest) = match self {
            Self::Jsapi => ("pay", "transactions/jsapi"),
            Self::ByOutTradeNo(_) => ("pay", "transactions/out-trade-no/{out_trade_no}"),
            Self::ByTransactionId(_) => ("pay", "transactions/id/{transaction_id}"),
            Self::Close(_) => ("pay", "transactions/out-trade-no/{out_trade_no}/close"),
            Self::Refund => return "/v3/refund/domestic/refunds".to_owned(),
            Self::RefundQuery(_) => {
                return "/v3/refund/domestic/refunds/{out_refund_no}".to_owned();
            }
            Self::Certificates => return "/v3/certificates".to_owned(),
        };
        if partner { format!("/v3/{place}/partner/{rest}") } else { format!("/v3/{place}/{rest}") }
    }
}

/// A request as it came.
pub(crate) struct Asked {
    pub(crate) method: String,
    /// Path and query as they were sent: they are signed so.
    pub(crate) url: String,
    pub(crate) query: BTreeMap<String, String>,
    pub(crate) authorization: Option<String>,
    /// The header `Wechatpay-Serial`: the key that the caller wants to see the answer signed with.
    pub(crate) wanted_serial: Option<String>,
    pub(crate) body: Vec<u8>,
    /// The path is one of `/v3/pay/partner/…`.
    pub(crate) partner: bool,
}

/// An answer, signed.
pub(crate) struct Answered {
    pub(crate) status: u16,
    pub(crate) headers: Vec<Header>,
    pub(crate) body: String,
}

pub(crate) fn answer(sandbox: &Sandbox, call: &Call, asked: &Asked) -> Answered {
    let signer = signer(sandbox, asked);
    let judged = authorization::check(sandbox.account(), sandbox.keys(), asked);
    let unsigned = judged.is_err();
    let explanation =
        judged.as_ref().err().and_then(|problem| sandbox.explanation(problem.mismatch.as_deref()));
    let judged = judged.and_then(|()| judge(sandbox, call, asked, signer));
    let (status, body) = match &judged {
        Ok(Some(value)) => (200, value.to_string()),
        Ok(None) => (204, String::new()),
        Err(problem) => (problem.status, problem.to_json().to_string()),
    };
    let mut headers = seal::sign(sandbox.keys(), signer, &body);
    // The real one ends in a number that says what was wrong; which number for what is not published
    // in whole, so here it says nothing.
    headers.push(("Request-ID", format!("{}-0", random::hex(32).to_uppercase())));
    record(sandbox, call, asked, status, &judged, unsigned, explanation);
    Answered { status, headers, body }
}

/// What a call is answered with that comes at a bad time: its business is not even looked at.
pub(crate) fn fail(sandbox: &Sandbox, limited: bool) -> Answered {
    let problem = if limited {
        Problem::new(429, "FREQUENCY_LIMITED", "频率超限，请降低请求接口频率", "")
    } else {
        Problem::new(500, "SYSTEM_ERROR", "系统异常，请稍后重试", "")
    };
    let body = problem.to_json().to_string();
    let headers = seal::sign(sandbox.keys(), sandbox.state().settings.signer, &body);
    Answered { status: problem.status, headers, body }
}

/// Whoever names one of the two keys gets the answer signed with it; that is how merchants change
/// from one to the other (pay.weixin.qq.com/doc/v3/merchant/4012154180).
fn signer(sandbox: &Sandbox, asked: &Asked) -> Signer {
    let keys = sandbox.keys();
    match asked.wanted_serial.as_deref() {
        Some(serial) if serial == keys.public_key_id => Signer::PublicKey,
        Some(serial) if keys.has_certificate(serial) => Signer::Certificate,
        _ => sandbox.state().settings.signer,
    }
}

fn judge(
    sandbox: &Sandbox,
    call: &Call,
    asked: &Asked,
    signer: Signer,
) -> Result<Option<Value>, Problem> {
    let account = sandbox.account();
    let mut state = sandbox.state();
    let partner = asked.partner;
    match call {
        Call::Jsapi => {
            let object = object(&asked.body)?;
            unknown::check_order(&object, partner)?;
            let pub_key = signer == Signer::PublicKey;
            let made =
                transactions::make(&mut state, account, &Object::new(&object), partner, pub_key);
            made.map(Some)
        }
        Call::ByOutTradeNo(number) => {
            let sub_mch_id = query::check(account, &asked.query, partner)?;
            let order = query::theirs(state.books.order(number), sub_mch_id)?;
            Ok(Some(query::tell(order)))
        }
        Call::ByTransactionId(id) => {
            let sub_mch_id = query::check(account, &asked.query, partner)?;
            let order = query::theirs(state.books.by_transaction_id(id), sub_mch_id)?;
            Ok(Some(query::tell(order)))
        }
        Call::Close(number) => {
            let object = object(&asked.body)?;
            close::close(&mut state, account, &Object::new(&object), number, partner)?;
            Ok(None)
        }
        Call::Refund => {
            let object = object(&asked.body)?;
            let pub_key = signer == Signer::PublicKey;
            refunds::make(&mut state, account, &Object::new(&object), pub_key).map(Some)
        }
        Call::RefundQuery(number) => {
            let sub_mch_id = asked.query.get("sub_mchid").map_or("", String::as_str);
            refunds::find(&state, sub_mch_id, number).map(Some)
        }
        Call::Certificates => {
            let signer = state.settings.signer;
            certificates::tell(account, sandbox.keys(), signer).map(Some)
        }
    }
}

fn object(body: &[u8]) -> Result<Map<String, Value>, Problem> {
    let wrong = |reason: String| {
        Problem::new(400, "PARAM_ERROR", "请求参数不符合参数格式：不是有效的JSON", reason)
    };
    match serde_json::from_slice(body) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(wrong("the body is JSON, but no object".into())),
        Err(error) => Err(wrong(format!("the body is not JSON: {error}"))),
    }
}

fn record(
    sandbox: &Sandbox,
    call: &Call,
    asked: &Asked,
    status: u16,
    judged: &Result<Option<Value>, Problem>,
    unsigned: bool,
    explanation: Option<String>,
) {
    let path = call.path(asked.partner);
    let mut request = serde_json::from_slice(&asked.body).unwrap_or(Value::Null);
    log::mask_json(&mut request);
    let mut answer = match judged {
        Ok(value) => value.clone().unwrap_or(Value::Null),
        Err(problem) => problem.to_json(),
    };
    log::mask_json(&mut answer);
    let problem = judged.as_ref().err();
    let summary = match problem {
        None => format!("{} {path}: {status}", asked.method),
        Some(problem) => format!("{} {path}: {status} {}", asked.method, problem.code),
    };
    let mut state = sandbox.state();
    if let Some(problem) = problem.filter(|_| unsigned) {
        let mut told = problem.detail.clone().unwrap_or_default();
        if let Some(text) = &explanation {
            told["explanation"] = text.as_str().into();
        }
        state.remember_refused(&path, &problem.reason, Some(&told));
    }
    state.record(Entry {
        kind: Kind::Request,
        method: asked.method.clone(),
        path,
        summary,
        ok: problem.is_none(),
        detail: json!({
            "request": request,
            "answer": answer,
            "reason": problem.map(|problem| problem.reason.as_str()),
            "explanation": explanation,
        }),
    });
}
