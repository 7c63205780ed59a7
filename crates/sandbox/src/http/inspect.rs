//! The doors through which a person or a test looks into the sandbox and turns its knobs.
//! Never here: anything that WeChat has.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use crate::page;
use crate::sandbox::Sandbox;
use crate::settings::{RefundEnd, SignatureRefusal, Signer};

use super::json::{self, Fault};

type Body = Result<Bytes, BytesRejection>;

/// `{signatureRefusal?, signedWith?, refundEnd?, anyCode?, holdNotifications?, signatureProbe?}` changes what is named and gives all settings.
pub(super) async fn settings(
    State(sandbox): State<Sandbox>,
    body: Body,
) -> Result<Response, Fault> {
    let object = json::object(body)?;
    let form = choice(&object, "signatureRefusal", SignatureRefusal::read, "err_desc or dialog")?;
    let signer = choice(&object, "signedWith", Signer::read, "public_key or certificate")?;
    let refund = choice(&object, "refundEnd", RefundEnd::read, "success, abnormal or closed")?;
    let any_code = json::flag(&object, "anyCode")?;
    let hold = json::flag(&object, "holdNotifications")?;
    let probe = json::flag(&object, "signatureProbe")?;
    let mut state = sandbox.state();
    let settings = &mut state.settings;
    settings.signature_refusal = form.unwrap_or(settings.signature_refusal);
    settings.refund_end = refund.unwrap_or(settings.refund_end);
    settings.signer = signer.unwrap_or(settings.signer);
    settings.any_code = any_code.unwrap_or(settings.any_code);
    settings.hold_notifications = hold.unwrap_or(settings.hold_notifications);
    settings.signature_probe = probe.unwrap_or(settings.signature_probe);
    let settings = *settings;
    if hold == Some(false) {
        let now = state.clock.now();
        state.notifications.release(now);
        sandbox.call_courier();
    }
    Ok(json::ok(&json!({
        "signatureRefusal": settings.signature_refusal.as_str(),
        "signedWith": settings.signer.as_str(),
        "refundEnd": settings.refund_end.as_str(),
        "anyCode": settings.any_code,
        "holdNotifications": settings.hold_notifications,
        "signatureProbe": settings.signature_probe,
    })))
}

/// One of several words, or nothing.
fn choice<T>(
    object: &Map<String, Value>,
    name: &str,
    read: fn(&str) -> Option<T>,
    shape: &str,
) -> Result<Option<T>, Fault> {
    let given = json::text(object, name)?;
    given.map(|text| read(&text).ok_or_else(|| Fault::field(name, shape))).transpose()
}

/// `{advanceSeconds}` moves the clock forward.
pub(super) async fn clock(State(sandbox): State<Sandbox>, body: Body) -> Result<Response, Fault> {
    let object = json::object(body)?;
    let mut state = sandbox.state();
    let sum = object
        .get("advanceSeconds")
        .and_then(Value::as_u64)
        .and_then(|seconds| state.clock.advance(seconds))
        .ok_or_else(|| Fault::field("advanceSeconds", "whole seconds, ten years in all at most"))?;
    sandbox.call_courier();
    Ok(json::ok(&json!({ "now": state.clock.now(), "advancedSeconds": sum })))
}

pub(super) async fn books(State(sandbox): State<Sandbox>) -> Response {
    let state = sandbox.state();
    json::ok(&json!({
        "orders": state.books.show(),
        "refunds": state.books.show_refunds(state.clock.now()),
        "requests": state.requests,
    }))
}

/// `?after=N` leaves out the entries up to number N.
pub(super) async fn log(
    State(sandbox): State<Sandbox>,
    Query(query): Query<BTreeMap<String, String>>,
) -> Result<Response, Fault> {
    let after = query.get("after").map_or(Ok(0), |text| text.parse());
    let after = after.map_err(|_| Fault::field("after", "the number of an entry"))?;
    Ok(json::ok(&sandbox.state().log.show(after)))
}

/// The page for a person. It loads nothing and runs nothing.
pub(super) async fn page(State(sandbox): State<Sandbox>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (headers, page::render(&sandbox)).into_response()
}
