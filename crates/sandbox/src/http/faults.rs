//! Faults carried out on the wire, and the door to make them. Never here: which requests they strike.

use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::rejection::BytesRejection;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::faults::{Fault as Rule, Kind, MILLION};
use crate::log::{Entry, Kind as Who};
use crate::sandbox::Sandbox;
use crate::{gateway, v3};

use super::json::{self, Fault};
use super::wire::Scissors;
use super::{MOST_BODY, v3 as carry};

const MOST_SECONDS: u64 = 600;

/// `{kind, path?, outTradeNo?, chance?, seed?, times?, seconds?}` makes a fault and gives all.
pub(super) async fn make(
    State(sandbox): State<Sandbox>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Fault> {
    let object = json::object(body)?;
    let kinds = "system_error, rate_limit, slow, drop_before, drop_after, late, wrong_signature or truncated";
    let kind = json::text(&object, "kind")?.as_deref().and_then(Kind::read);
    let kind = kind.ok_or_else(|| Fault::field("kind", kinds))?;
    let chance = match object.get("chance") {
        None => 1.0,
        Some(chance) => chance
            .as_f64()
            .filter(|chance| (0.0..=1.0).contains(chance))
            .ok_or_else(|| Fault::field("chance", "a number from 0 to 1"))?,
    };
    let whole = |name: &str, most: u64| match object.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => value
            .as_u64()
            .filter(|number| *number <= most)
            .map(Some)
            .ok_or_else(|| Fault::field(name, &format!("a whole number, at most {most}"))),
    };
    let times = whole("times", u64::from(u32::MAX))?;
    let seconds = whole("seconds", MOST_SECONDS)?.unwrap_or(if kind.takes_time() { 10 } else { 0 });
    let seed = whole("seed", u64::MAX)?;
    let rule = Rule {
        kind,
        path: json::text(&object, "path")?,
        number: json::text(&object, "outTradeNo")?,
        // from 0 to 1: it fits
        chance: (chance * f64::from(MILLION)).round() as u32,
        times: times.and_then(|times| u32::try_from(times).ok()),
        seconds,
        struck: 0,
    };
    let mut state = sandbox.state();
    if let Some(seed) = seed {
        state.faults.sow(seed);
    }
    state.faults.add(rule);
    Ok(json::ok(&json!({ "faults": state.faults.show() })))
}

pub(super) async fn list(State(sandbox): State<Sandbox>) -> Response {
    json::ok(&json!({ "faults": sandbox.state().faults.show() }))
}

/// Takes all away.
pub(super) async fn clear(State(sandbox): State<Sandbox>) -> Response {
    let mut state = sandbox.state();
    state.faults.clear();
    json::ok(&json!({ "faults": state.faults.show() }))
}

/// Stands before WeChat's own paths.
pub(super) async fn strike(
    State(sandbox): State<Sandbox>,
    request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path().to_owned();
    if path == "/" || path.starts_with("/_sandbox") || sandbox.state().faults.is_empty() {
        return next.run(request).await;
    }
    let scissors = request.extensions().get::<ConnectInfo<Scissors>>().map(|info| info.0.clone());
    let scissors = scissors.unwrap_or_default();
    let (parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, MOST_BODY).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let url = parts.uri.to_string();
    let struck = {
        let mut state = sandbox.state();
        let struck = state.faults.strike(&url, &String::from_utf8_lossy(&bytes));
        if let Some((kind, _)) = struck {
            state.note(Entry {
                kind: Who::Request,
                method: parts.method.to_string(),
                path: path.clone(),
                summary: format!("fault: {}", kind.as_str()),
                ok: false,
                detail: Value::Null,
            });
        }
        struck
    };
    let sent = bytes.clone();
    let request = Request::from_parts(parts, Body::from(bytes));
    let Some((kind, seconds)) = struck else { return next.run(request).await };
    match kind {
        Kind::SystemError | Kind::RateLimit => refuse(&sandbox, &path, kind, &sent),
        Kind::Slow => {
            tokio::time::sleep(Duration::from_secs(seconds)).await;
            next.run(request).await
        }
        Kind::DropBefore => {
            scissors.cut();
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
        Kind::DropAfter => {
            let answer = next.run(request).await;
            scissors.cut();
            answer
        }
        Kind::Late => {
            scissors.cut();
            // whoever sent it has gone, and nobody stops it any more
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_secs(seconds)).await;
                next.run(request).await;
            });
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
        Kind::Truncated => {
            let answer = next.run(request).await;
            scissors.cut_in_half();
            answer
        }
        Kind::WrongSignature => spoil(next.run(request).await).await,
    }
}

/// An answer in the words of the API that was called.
fn refuse(sandbox: &Sandbox, path: &str, kind: Kind, body: &[u8]) -> Response {
    let limited = kind == Kind::RateLimit;
    if path == "/sns/jscode2session" {
        let (errcode, errmsg) = if limited {
            (45011, "api minute-quota reach limit, must slower, retry next minute")
        } else {
            (-1, "system error")
        };
        let body = json!({ "errcode": errcode, "errmsg": errmsg }).to_string();
        return ([(header::CONTENT_TYPE, "text/plain")], body).into_response();
    }
    if path.starts_with("/v3/") {
        return carry::respond(v3::fail(sandbox, limited));
    }
    let text = gateway::fail(sandbox, limited, body);
    ([(header::CONTENT_TYPE, "text/xml; charset=utf-8")], text).into_response()
}

/// The same answer with another signature, in the header or in the XML.
async fn spoil(answer: Response) -> Response {
    let (mut parts, body) = answer.into_parts();
    let bytes = to_bytes(body, 1024 * 1024).await.unwrap_or_default();
    let name = "wechatpay-signature";
    let header = parts.headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(spoiled) = header.map(spoiled)
        && let Ok(value) = HeaderValue::from_str(&spoiled)
    {
        parts.headers.insert(name, value);
        return Response::from_parts(parts, Body::from(bytes));
    }
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let text = match text.split_once("<sign><![CDATA[") {
        Some((before, after)) => {
            let (sign, rest) = after.split_once(']').unwrap_or((after, ""));
            format!("{before}<sign><![CDATA[{}]{rest}", spoiled(sign))
        }
        None => text,
    };
    Response::from_parts(parts, Body::from(text))
}

fn spoiled(signature: &str) -> String {
    let other = if signature.starts_with('A') { 'B' } else { 'A' };
    let rest = signature.chars().skip(1);
    std::iter::once(other).chain(rest).collect()
}
