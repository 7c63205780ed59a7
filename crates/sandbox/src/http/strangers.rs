//! Web pages that are not the sandbox's own: a browser on this machine lets any page send requests
//! here. Never here: what a request asks for.
//!
//! Two ways are closed. A page elsewhere that posts to a door: browsers add `Origin` or
//! `Sec-Fetch-Site` (www.w3.org/TR/fetch-metadata). A page whose own name was made to lead here, so
//! that it is no stranger to the browser: its `Host` is that name. WeChat DevTools and phones send
//! neither header of the first kind, as far as is known, but a `Referer` of servicewechat.com, which is
//! not looked at.

use std::net::IpAddr;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, StatusCode, header, uri::Authority};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use crate::log::{Entry, Kind, clip};
use crate::sandbox::Sandbox;

use super::json::Fault;

pub(super) async fn refuse(
    State(sandbox): State<Sandbox>,
    request: Request,
    next: Next,
) -> Response {
    let Some(fault) = judge(&sandbox, &request) else { return next.run(request).await };
    sandbox.state().note(Entry {
        kind: Kind::Request,
        method: request.method().to_string(),
        path: clip(request.uri().path()),
        summary: "a web page from elsewhere was refused".to_owned(),
        ok: false,
        detail: Value::Null,
    });
    fault.into_response()
}

fn judge(sandbox: &Sandbox, request: &Request) -> Option<Fault> {
    let headers = request.headers();
    // HTTP/2 has the host in the address; without any it is no browser.
    let host = match text(headers, &header::HOST) {
        Some(host) => host,
        None => request.uri().authority().map(Authority::as_str)?,
    };
    if !is_own(sandbox, host) {
        return Some(Fault::new(
            StatusCode::FORBIDDEN,
            "foreign_host",
            &format!("the sandbox is not called {}", clip(host)),
            "call it by its IP address, as localhost, or by a name without a dot",
        ));
    }
    let path = request.uri().path();
    let crossed = text(headers, &HeaderName::from_static("sec-fetch-site")) == Some("cross-site");
    let origin = headers.get(header::ORIGIN).map(|origin| origin.to_str().unwrap_or_default());
    let foreign = origin.is_some_and(|origin| {
        origin.split_once("://").is_none_or(|(_, from)| !from.eq_ignore_ascii_case(host))
    });
    (path.starts_with("/_sandbox") && (crossed || foreign)).then(|| {
        Fault::new(
            StatusCode::FORBIDDEN,
            "foreign_page",
            "a web page from elsewhere may not use the doors under /_sandbox",
            "send the request from a program, without Origin and Sec-Fetch-Site",
        )
    })
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// Whether `host`, with or without a port, can only mean this machine or a neighbour: an address, a name
/// without a dot (localhost, a container's), for which no public name server answers, or a name that
/// the sandbox was told.
pub(super) fn is_own(sandbox: &Sandbox, host: &str) -> bool {
    let Ok(authority) = host.parse::<Authority>() else { return false };
    let name = authority.host();
    let address = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(name);
    let plain = |name: &str| !name.is_empty() && !name.contains(['.', ':', '@']);
    address.parse::<IpAddr>().is_ok() || plain(name) || sandbox.is_called(name)
}
