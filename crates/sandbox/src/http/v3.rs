//! The paths of API v3: from axum's request to [`Asked`] and back. Never here: their rules.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::extract::{FromRequestParts, Path, Query, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::sandbox::Sandbox;
use crate::v3::{self, Answered, Asked, Call};

type Body = Result<Bytes, BytesRejection>;

/// A request without its body. `FromRequestParts` so that it can stand before the body.
pub(super) struct Head(Asked);

impl FromRequestParts<Sandbox> for Head {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &Sandbox) -> Result<Self, Self::Rejection> {
        let uri = &parts.uri;
        // A query that cannot be read has no parameters, and the first missing one is named.
        let query = Query::<BTreeMap<String, String>>::try_from_uri(uri);
        let url = uri.path_and_query().map_or("/", |url| url.as_str());
        Ok(Self(Asked {
            method: parts.method.to_string(),
            url: url.to_owned(),
            query: query.map(|Query(query)| query).unwrap_or_default(),
            authorization: text(&parts.headers, &header::AUTHORIZATION),
            wanted_serial: text(&parts.headers, &HeaderName::from_static("wechatpay-serial")),
            body: Vec::new(),
            partner: uri.path().starts_with("/v3/pay/partner/"),
        }))
    }
}

fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}

type Number = Result<Path<String>, PathRejection>;

pub(super) async fn certificates(State(s): State<Sandbox>, head: Head, body: Body) -> Response {
    answer(&s, &Call::Certificates, head, body)
}

pub(super) async fn jsapi(State(s): State<Sandbox>, head: Head, body: Body) -> Response {
    answer(&s, &Call::Jsapi, head, body)
}

pub(super) async fn by_out_trade_no(
    State(s): State<Sandbox>,
    number: Number,
    head: Head,
    body: Body,
) -> Response {
    answer(&s, &Call::ByOutTradeNo(read(number)), head, body)
}

pub(super) async fn by_transaction_id(
    State(s): State<Sandbox>,
    id: Number,
    head: Head,
    body: Body,
) -> Response {
    answer(&s, &Call::ByTransactionId(read(id)), head, body)
}

pub(super) async fn close(
    State(s): State<Sandbox>,
    number: Number,
    head: Head,
    body: Body,
) -> Response {
    answer(&s, &Call::Close(read(number)), head, body)
}

pub(super) async fn refund(State(s): State<Sandbox>, head: Head, body: Body) -> Response {
    let answered = answer(&s, &Call::Refund, head, body);
    s.call_courier();
    answered
}

pub(super) async fn refund_query(
    State(s): State<Sandbox>,
    number: Number,
    head: Head,
    body: Body,
) -> Response {
    answer(&s, &Call::RefundQuery(read(number)), head, body)
}

/// A number that is no UTF-8 is no order's.
fn read(number: Number) -> String {
    number.map(|Path(number)| number).unwrap_or_default()
}

fn answer(sandbox: &Sandbox, call: &Call, Head(mut asked): Head, body: Body) -> Response {
    asked.body = match body {
        Ok(body) => body.to_vec(),
        // Too long, or broken off: what is there is no message, and the status tells why.
        Err(rejection) => return rejection.into_response(),
    };
    respond(v3::answer(sandbox, call, &asked))
}

pub(super) fn respond(answered: Answered) -> Response {
    let status = StatusCode::from_u16(answered.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, answered.body).into_response();
    let headers = response.headers_mut();
    if status == StatusCode::NO_CONTENT {
        headers.remove(header::CONTENT_TYPE);
    } else {
        let json = HeaderValue::from_static("application/json; charset=utf-8");
        headers.insert(header::CONTENT_TYPE, json);
    }
    for (name, value) in answered.headers {
        if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), value.parse()) {
            headers.insert(name, value);
        }
    }
    response
}
