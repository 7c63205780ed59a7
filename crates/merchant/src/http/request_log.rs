//! One line in the log for every request, and errors as JSON in the reader's language. Never here:
//! bodies, tokens, headers; none of them is logged.

use std::time::Instant;

use axum::Json;
use axum::extract::Request;
use axum::http::header::{ACCEPT_LANGUAGE, CACHE_CONTROL, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value};
use tracing::Instrument as _;
use wxpay_mini::Lang;

use crate::error::Error;
use crate::random;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Carries the error itself; `keep` makes JSON of it.
impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.code().status());
        let mut response = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR).into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Gives a request its id, logs its end, and adds what every answer carries.
pub(super) async fn keep(request: Request, next: Next) -> Response {
    let id = random::hex::<8>().unwrap_or_default();
    let lang = lang(request.headers());
    let path: String = request.uri().path().chars().take(128).collect();
    let span = tracing::info_span!("request", id = %id, method = %request.method(), path = ?path);
    let start = Instant::now();
    // WeChat Pay is answered in its own forms; the log gets the error all the same
    let is_notification = path.starts_with("/notify/");
    let mut response = next.run(request).instrument(span.clone()).await;
    let status = response.status();
    let error = response.extensions_mut().remove::<Error>();
    span.in_scope(|| log(status, start, error.as_ref()));
    if let Some(error) = error.filter(|_| !is_notification) {
        let allow = response.headers_mut().remove(axum::http::header::ALLOW);
        response = (status, Json(json(&error, lang))).into_response();
        response.headers_mut().extend(allow.map(|allow| (axum::http::header::ALLOW, allow)));
        let wait = error.retry_after().map(|seconds| (RETRY_AFTER, HeaderValue::from(seconds)));
        response.headers_mut().extend(wait);
    }
    let headers = response.headers_mut();
    // answers belong to one buyer and one moment
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(id) = HeaderValue::from_str(&id) {
        headers.insert(REQUEST_ID, id);
    }
    response
}

fn log(status: StatusCode, start: Instant, error: Option<&Error>) {
    let status = status.as_u16();
    let ms = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
    match error {
        None => tracing::info!(status, ms, "answered"),
        Some(error) => {
            let (code, field, cause) = (error.code().as_str(), error.field_name(), error.cause());
            let message = error.message(Lang::En);
            match status {
                ..500 => tracing::info!(status, ms, code, field, cause, "{message}"),
                _ => tracing::warn!(status, ms, code, field, cause, "{message}"),
            }
        }
    }
}

/// `{code, field?, message, hint}`, and WeChat Pay's own words where it refused.
fn json(error: &Error, lang: Lang) -> Value {
    let mut answer = Map::new();
    answer.insert("code".into(), error.code().as_str().into());
    if !error.field_name().is_empty() {
        answer.insert("field".into(), error.field_name().into());
    }
    answer.insert("message".into(), error.message(lang).into());
    answer.insert("hint".into(), error.hint(lang).into());
    if let Some(refusal) = error.refusal() {
        refusal.fill(&mut answer);
    }
    Value::Object(answer)
}

/// Chinese, as everywhere in the project, unless the client asks for English first.
fn lang(headers: &HeaderMap) -> Lang {
    let first = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    match first.and_then(|text| text.get(..2)) {
        Some(start) if start.eq_ignore_ascii_case("en") => Lang::En,
        _ => Lang::default(),
    }
}
