//! JSON bodies: bounded in bytes and in time, and read field by field, so that an error can name the
//! field. Never here: what a field means.

use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::CONTENT_LENGTH;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value};
use wxpay_mini::error::Text;

use crate::error::{Code, Error};

/// Twenty lines of an order are a tenth of this.
const MOST_BYTES: usize = 16 * 1024;
/// A notification of WeChat Pay's with all its coupons is a few thousand bytes.
const MOST_NOTIFICATION: usize = 64 * 1024;
/// A body that is still not there then will not come. This is for those whose length nobody told.
const PATIENCE: Duration = Duration::from_secs(10);

pub(super) type Object = Map<String, Value>;

/// Reads a body of known and fair size before anything answers. An answer that overtakes it, a 401 say,
/// makes the server close the connection, and a client that uses it again loses its next request. Other
/// bodies go on as they are: whoever reads them says what is wrong.
pub(super) async fn ahead(
    State(patience): State<Duration>,
    request: Request,
    next: Next,
) -> Response {
    let (parts, body) = request.into_parts();
    let length =
        parts.headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    let body = match length {
        Some(1..=MOST_BYTES) => {
            match tokio::time::timeout(patience, to_bytes(body, MOST_BYTES)).await {
                Ok(Ok(bytes)) => Body::from(bytes),
                _ => return Error::new(Code::BodyIncomplete).into_response(),
            }
        }
        _ => body,
    };
    next.run(Request::from_parts(parts, body)).await
}

/// A body of WeChat Pay's as it came: its signature is over these bytes.
pub(super) async fn text_of(body: Body) -> Result<String, Error> {
    let bytes = bytes(body, MOST_NOTIFICATION).await?;
    String::from_utf8(bytes.into()).map_err(|_| Error::new(Code::BodyMalformed).at("body"))
}

async fn bytes(body: Body, most: usize) -> Result<Bytes, Error> {
    match tokio::time::timeout(PATIENCE, to_bytes(body, most)).await {
        Err(_) => Err(Error::new(Code::BodyIncomplete)),
        Ok(Err(error)) => {
            let too_large = std::error::Error::source(&error)
                .is_some_and(|source| source.to_string().contains("length limit"));
            Err(match too_large {
                true => Error::new(Code::BodyTooLarge).found(&most.to_string()),
                false => Error::new(Code::BodyIncomplete),
            })
        }
        Ok(Ok(bytes)) => Ok(bytes),
    }
}

/// The object in a body. An empty body is an empty object.
pub(super) async fn object(body: Body) -> Result<Object, Error> {
    let bytes = bytes(body, MOST_BYTES).await?;
    if bytes.is_empty() {
        return Ok(Object::new());
    }
    match serde_json::from_slice(&bytes) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(Error::new(Code::BodyMalformed).at("body")),
        // the place, never the text: it may hold anything
        Err(error) => Err(Error::new(Code::BodyMalformed).at("body").because(format!(
            "line {}, column {}",
            error.line(),
            error.column()
        ))),
    }
}

/// A text.
pub(super) fn text<'a>(
    object: &'a Object,
    field: &str,
    path: &str,
    expected: &'static Text,
) -> Result<&'a str, Error> {
    let text = object.get(field).and_then(Value::as_str);
    text.ok_or_else(|| Error::field(Code::FieldMalformed, path, expected))
}
