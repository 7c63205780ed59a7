//! What an official account's page meets outside the merchant: web authorisation, and the bridge that WeChat's
//! browser puts into every page. Never here: who is authorised, when a cashier opens.

use std::collections::BTreeMap;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::authorize::{self, NotAuthorised};
use crate::log::{self, Entry, Kind};
use crate::login;
use crate::sandbox::Sandbox;

use super::strangers;

const BRIDGE: &str = include_str!("../bridge/bridge.js");
const SHEET: &str = include_str!("../bridge/sheet.html");
const REFUSED: &str = include_str!("../bridge/refused.html");

/// `/connect/oauth2/authorize`: the usual buyer has consented, as everybody has to `snsapi_base`, and is sent
/// back with a code.
pub(super) async fn authorize(
    State(sandbox): State<Sandbox>,
    query: Result<Query<BTreeMap<String, String>>, QueryRejection>,
) -> Response {
    let query = query.map(|Query(query)| query).unwrap_or_default();
    let sent = |name: &str| query.get(name).map_or("", String::as_str);
    let judged = authorize::judge(sandbox.account(), &query, |uri| is_authorised(&sandbox, uri));
    let mut state = sandbox.state();
    let (summary, reason, response) = match judged {
        Ok(()) => {
            let appid = &sandbox.account().official_appid;
            let (openid, now) = (login::usual_buyer(appid), state.clock.now());
            let code = state.logins.give_code(appid, &openid, now);
            let location = authorize::back(sent("redirect_uri"), &code, sent("state"));
            let summary = format!("web authorisation of {}", log::mask(&openid));
            (summary, None, redirect(&location))
        }
        Err(refused) => {
            let summary = format!("web authorisation refused: {}", refused.reason);
            (summary, Some(refused.reason.clone()), show(&refused))
        }
    };
    state.record(Entry {
        kind: Kind::Request,
        method: "GET".into(),
        path: "/connect/oauth2/authorize".into(),
        summary,
        ok: reason.is_none(),
        detail: json!({ "request": log::masked(&query), "reason": reason }),
    });
    response
}

/// There is no console to enter domains at: what can only mean this machine or a neighbour is entered, and so
/// is the name that the sandbox was told. A code never goes to a page elsewhere.
fn is_authorised(sandbox: &Sandbox, redirect_uri: &str) -> bool {
    let Ok(uri) = redirect_uri.parse::<Uri>() else { return false };
    let web = matches!(uri.scheme_str(), Some("http" | "https"));
    web && uri.authority().is_some_and(|host| strangers::is_own(sandbox, host.as_str()))
}

fn redirect(location: &str) -> Response {
    match HeaderValue::from_str(location) {
        Ok(location) => {
            let headers = [
                (header::LOCATION, location),
                (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
            ];
            (StatusCode::FOUND, headers).into_response()
        }
        Err(_) => StatusCode::BAD_REQUEST.into_response(),
    }
}

/// WeChat shows a page of its own; with which status is on record nowhere.
fn show(refused: &NotAuthorised) -> Response {
    let number = refused.number.map_or(String::new(), |number| format!("，错误码：{number}"));
    let page = REFUSED
        .replace("{{words}}", &format!("{}{number}", refused.words))
        .replace("{{reason}}", &crate::page::escape(&refused.reason));
    (StatusCode::BAD_REQUEST, html(page)).into_response()
}

/// `WeixinJSBridge` for a page that is opened in an ordinary browser.
pub(super) async fn bridge() -> Response {
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], BRIDGE).into_response()
}

/// The cashier that the bridge opens over the page: a document of the sandbox's own, which the page can neither
/// read nor press.
pub(super) async fn sheet(State(sandbox): State<Sandbox>) -> Response {
    let appid = &sandbox.account().official_appid;
    let page = SHEET.replace("{{appid}}", appid).replace("{{openid}}", &login::usual_buyer(appid));
    html(page).into_response()
}

fn html(page: String) -> impl IntoResponse {
    (
        [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")],
        page,
    )
}
