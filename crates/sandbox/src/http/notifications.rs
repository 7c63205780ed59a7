//! The door to the notifications: what was sent, and sending by hand. Never here: what they say.

use std::collections::BTreeMap;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use crate::notify::courier;
use crate::notify::shape::Shape;
use crate::sandbox::Sandbox;

use super::json::{self, Fault};

type Body = Result<Bytes, BytesRejection>;

const MOST_WAIT: u64 = 60;
const MOST_TIMES: u64 = 50;

/// `?wait=` seconds, at most 60, are spent until nothing is due or on its way any more.
pub(super) async fn list(
    State(sandbox): State<Sandbox>,
    Query(query): Query<BTreeMap<String, String>>,
) -> Result<Response, Fault> {
    let wait = match query.get("wait").map(|text| text.parse::<u64>()) {
        None => 0,
        Some(Ok(seconds)) if seconds <= MOST_WAIT => seconds,
        Some(_) => return Err(Fault::field("wait", "whole seconds, at most 60")),
    };
    if wait > 0 {
        let _ = tokio::time::timeout(Duration::from_secs(wait), quiet(&sandbox)).await;
    }
    let state = sandbox.state();
    let (now, shown) = (state.clock.now(), state.notifications.show());
    let busy = state.notifications.is_busy(now);
    Ok(json::ok(&json!({ "now": now, "busy": busy, "notifications": shown })))
}

async fn quiet(sandbox: &Sandbox) {
    loop {
        // Made before the look: it hears of every change from here on, polled or not.
        let changed = sandbox.cashier_changed().notified();
        {
            let state = sandbox.state();
            if state.closing || !state.notifications.is_busy(state.clock.now()) {
                return;
            }
        }
        changed.await;
    }
}

/// `{as?, times?, together?}`: sends one now, so often, one after the other or all at once, and gives
/// the answers.
pub(super) async fn send(
    State(sandbox): State<Sandbox>,
    Path(id): Path<String>,
    body: Body,
) -> Result<Response, Fault> {
    let object = json::object(body)?;
    let shape = match json::text(&object, "as")? {
        None => Shape::Right,
        Some(text) => Shape::read(&text).ok_or_else(|| {
            let shape = "right, probe, wrong_signature, tampered, unsigned, md5, old, other_amount";
            Fault::field("as", shape)
        })?,
    };
    let times = match object.get("times") {
        None => 1,
        Some(times) => times
            .as_u64()
            .filter(|times| (1..=MOST_TIMES).contains(times))
            .ok_or_else(|| Fault::field("times", "1 to 50"))?,
    };
    let together = json::flag(&object, "together")?.unwrap_or(false);
    if sandbox.state().notifications.get(&id).is_none() {
        return Err(Fault::new(
            StatusCode::NOT_FOUND,
            "no_such_notification",
            "no notification has this id",
            "GET /_sandbox/notifications lists them",
        ));
    }
    let mut answers = Vec::new();
    if together {
        let sent: Vec<_> = (0..times)
            .map(|_| {
                let (sandbox, id) = (sandbox.clone(), id.clone());
                tokio::spawn(async move { courier::send(&sandbox, &id, shape).await })
            })
            .collect();
        for one in sent {
            answers.extend(one.await.ok().flatten());
        }
    } else {
        for _ in 0..times {
            answers.extend(courier::send(&sandbox, &id, shape).await);
        }
    }
    let told: Vec<Value> = answers.iter().map(|attempt| attempt.to_json()).collect();
    if shape == Shape::Right && told.iter().any(|attempt| attempt["accepted"] == true) {
        sandbox.state().notifications.delivered(&id);
    }
    Ok(json::ok(&json!({ "answers": told })))
}
