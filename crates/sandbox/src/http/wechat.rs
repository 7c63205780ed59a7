//! WeChat's own paths, as its servers have them. Never here: their rules.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, QueryRejection};
use axum::extract::{Query, State};
use axum::http::{Method, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::account::App;
use crate::gateway::{self, Call};
use crate::log::{self, Entry, Kind};
use crate::login;
use crate::sandbox::Sandbox;

type Body = Result<Bytes, BytesRejection>;

pub(super) async fn unifiedorder(State(s): State<Sandbox>, method: Method, body: Body) -> Response {
    pay(&s, Call::UnifiedOrder, &method, body)
}

pub(super) async fn orderquery(State(s): State<Sandbox>, method: Method, body: Body) -> Response {
    pay(&s, Call::OrderQuery, &method, body)
}

pub(super) async fn closeorder(State(s): State<Sandbox>, method: Method, body: Body) -> Response {
    pay(&s, Call::CloseOrder, &method, body)
}

pub(super) async fn refund(State(s): State<Sandbox>, method: Method, body: Body) -> Response {
    let answer = pay(&s, Call::Refund, &method, body);
    s.call_courier();
    answer
}

pub(super) async fn refundquery(State(s): State<Sandbox>, method: Method, body: Body) -> Response {
    pay(&s, Call::RefundQuery, &method, body)
}

/// API v2 answers 200 whatever it says.
fn pay(sandbox: &Sandbox, call: Call, method: &Method, body: Body) -> Response {
    let body = match body {
        Ok(body) => body,
        // Too long, or broken off: what is there is no message, and the status tells why.
        Err(rejection) => return rejection.into_response(),
    };
    let text = gateway::answer(sandbox, call, method.as_str(), &body);
    ([(header::CONTENT_TYPE, "text/xml; charset=utf-8")], text).into_response()
}

type Parameters = Result<Query<BTreeMap<String, String>>, QueryRejection>;

pub(super) async fn jscode2session(State(sandbox): State<Sandbox>, query: Parameters) -> Response {
    let app = sandbox.account().mini_program();
    exchange(
        &sandbox,
        app,
        "/sns/jscode2session",
        query,
        |openid| json!({ "session_key": login::session_key(), "openid": openid }),
    )
}

/// developers.weixin.qq.com/doc/service/api/webdev/access/api_snsaccesstoken
pub(super) async fn access_token(State(sandbox): State<Sandbox>, query: Parameters) -> Response {
    let app = sandbox.account().official_account();
    exchange(&sandbox, app, "/sns/oauth2/access_token", query, |openid| {
        json!({
            "access_token": login::access_token(),
            "expires_in": 7200,
            "refresh_token": login::access_token(),
            "openid": openid,
            "scope": "snsapi_base",
        })
    })
}

fn exchange(
    sandbox: &Sandbox,
    app: App<'_>,
    path: &str,
    query: Parameters,
    tell: impl Fn(&str) -> Value,
) -> Response {
    // A query that cannot be read has no parameters, and the first missing one is named.
    let query = query.map(|Query(query)| query).unwrap_or_default();
    let name = path.rsplit('/').next().unwrap_or_default();
    let mut state = sandbox.state();
    let (now, any_code) = (state.clock.now(), state.settings.any_code);
    let (body, summary, reason) = match state.logins.exchange(app, &query, now, any_code) {
        Ok(openid) => (tell(&openid), format!("{name}: openid {}", log::mask(&openid)), None),
        Err(error) => {
            let summary = format!("{name}: errcode {}, {}", error.errcode, error.reason);
            let body = json!({ "errcode": error.errcode, "errmsg": error.errmsg });
            (body, summary, Some(error.reason))
        }
    };
    state.record(Entry {
        kind: Kind::Request,
        method: "GET".into(),
        path: path.into(),
        summary,
        ok: reason.is_none(),
        detail: json!({ "request": log::masked(&query), "reason": reason }),
    });
    // WeChat sends this JSON as text/plain, over which HTTP clients have stumbled.
    ([(header::CONTENT_TYPE, "text/plain")], body.to_string()).into_response()
}
