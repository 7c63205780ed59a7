//! The doors to what happens on the buyer's phone: `wx.login`, `wx.requestPayment`, the cashier.
//! Never here: when the cashier opens.

use std::collections::BTreeMap;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::json;

use crate::cashier::{self, Act, Ending, Handed, NoAct};
use crate::log::{self, Entry, Kind};
use crate::login;
use crate::sandbox::Sandbox;

use super::json::{self, Fault};

/// Longer than any proxy or client waits by default is of no use.
const MOST_WAIT: u64 = 60;

type Body = Result<Bytes, BytesRejection>;

/// `wx.login`, or the web authorisation of an official account's appid: `{appid?, openid?}` gives `{code, openid}`.
pub(super) async fn login(State(sandbox): State<Sandbox>, body: Body) -> Result<Response, Fault> {
    let object = json::object(body)?;
    let (appid, openid) = (json::text(&object, "appid")?, json::text(&object, "openid")?);
    if openid.as_deref().is_some_and(|openid| !login::is_openid(openid)) {
        return Err(Fault::field("openid", "an o and 27 of 0-9 A-Z a-z _ -"));
    }
    let mut state = sandbox.state();
    let now = state.clock.now();
    let appid = appid.unwrap_or_else(|| sandbox.account().appid.clone());
    let openid = openid.unwrap_or_else(|| login::usual_buyer(&appid));
    let code = state.logins.give_code(&appid, &openid, now);
    state.record(Entry {
        kind: Kind::Buyer,
        method: "POST".into(),
        path: "/_sandbox/login".into(),
        summary: format!("login by {}", log::mask(&openid)),
        ok: true,
        detail: json!({ "appid": log::clip(&appid) }),
    });
    Ok(json::ok(&json!({ "code": code, "openid": openid })))
}

/// `wx.requestPayment`.
pub(super) async fn request_payment(
    State(sandbox): State<Sandbox>,
    body: Body,
) -> Result<Response, Fault> {
    let handed =
        Handed::read(json::object(body)?).map_err(|bad| Fault::field(bad.field, bad.shape))?;
    Ok(json::ok(&cashier::request(&sandbox, &handed)))
}

pub(super) async fn open_cashiers(State(sandbox): State<Sandbox>) -> Response {
    json::ok(&cashier::show_open(&sandbox))
}

// `_read`: an answer that overtakes the body makes the server close the connection, and a client that
// uses it again loses its next request.
pub(super) async fn act(
    State(sandbox): State<Sandbox>,
    Path((id, act)): Path<(String, String)>,
    _read: Bytes,
) -> Result<Response, Fault> {
    let Some(act) = Act::read(&act) else {
        let hint = "pay, cancel, not-enough, walk-away, kill, pay-and-kill, pay-seen-as-cancel";
        let told = "a buyer does nothing of this name";
        return Err(Fault::new(StatusCode::NOT_FOUND, "no_such_act", told, hint));
    };
    match cashier::act(&sandbox, &id, act) {
        Ok(done) => Ok(json::ok(&done)),
        Err(NoAct::Unknown) => Err(no_such_cashier()),
        Err(NoAct::Ended) => Err(Fault::new(
            StatusCode::CONFLICT,
            "cashier_ended",
            "the buyer has acted in this cashier already",
            "GET …/result tells how it ended; a new requestPayment opens a new one",
        )),
    }
}

fn no_such_cashier() -> Fault {
    Fault::new(
        StatusCode::NOT_FOUND,
        "no_such_cashier",
        "no cashier has this id",
        "GET /_sandbox/cashier lists those that are open",
    )
}

/// How the cashier ended; `?wait=` seconds, at most 60, are spent waiting for it.
pub(super) async fn result(
    State(sandbox): State<Sandbox>,
    Path(id): Path<String>,
    Query(query): Query<BTreeMap<String, String>>,
) -> Result<Response, Fault> {
    let wait = match query.get("wait").map(|text| text.parse::<u64>()) {
        None => 0,
        Some(Ok(seconds)) if seconds <= MOST_WAIT => seconds,
        Some(_) => return Err(Fault::field("wait", "whole seconds, at most 60")),
    };
    let waited = tokio::time::timeout(Duration::from_secs(wait), ending(&sandbox, &id));
    match waited.await {
        Ok(Some(Some(ending))) => Ok(json::ok(&ending.to_json())),
        Ok(None) => Err(no_such_cashier()),
        Ok(Some(None)) | Err(_) => {
            Ok(json::answer(StatusCode::ACCEPTED, &json!({ "state": "open" })))
        }
    }
}

/// Waits until the cashier has ended. `None`: there is none; `Some(None)`: waiting is over.
async fn ending(sandbox: &Sandbox, id: &str) -> Option<Option<Ending>> {
    loop {
        // Made before the look: it hears of every change from here on, polled or not.
        let changed = sandbox.cashier_changed().notified();
        let (ending, closing) = {
            let state = sandbox.state();
            (state.cashiers.ending(id)?, state.closing)
        };
        if ending.is_some() || closing {
            return Some(ending);
        }
        changed.await;
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use serde_json::json;

    use super::*;
    use crate::account::Account;

    /// A sandbox with the cashier `c1` open.
    fn open() -> Sandbox {
        let sandbox = Sandbox::new(Account::generate()).unwrap();
        sandbox.state().cashiers.open("order-1", "wx1");
        sandbox
    }

    #[test]
    fn one_who_waits_sleeps_until_the_buyer_has_acted() {
        let sandbox = open();
        let mut waiting = pin!(ending(&sandbox, "c1"));
        let mut context = Context::from_waker(Waker::noop());
        assert!(waiting.as_mut().poll(&mut context).is_pending());
        sandbox.tell_waiting();
        assert!(waiting.as_mut().poll(&mut context).is_pending());
        cashier::act(&sandbox, "c1", Act::Cancel).unwrap();
        let result = json!({ "errMsg": "requestPayment:fail cancel" });
        let expected = Some(Some(Ending { callback: Some("fail"), result }));
        assert_eq!(waiting.as_mut().poll(&mut context), Poll::Ready(expected));
    }

    #[test]
    fn one_who_waits_is_let_go_when_the_server_closes() {
        let sandbox = open();
        let mut waiting = pin!(ending(&sandbox, "c1"));
        let mut context = Context::from_waker(Waker::noop());
        assert!(waiting.as_mut().poll(&mut context).is_pending());
        sandbox.close();
        assert_eq!(waiting.as_mut().poll(&mut context), Poll::Ready(Some(None)));
    }
}
