//! JSON in and out of the doors for persons and tests. Never here: a path.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

/// An answer other than the one that was asked for: `{code, field?, message, hint}`.
pub(super) struct Fault {
    status: StatusCode,
    body: Value,
}

impl Fault {
    pub(super) fn new(status: StatusCode, code: &str, message: &str, hint: &str) -> Self {
        Self { status, body: json!({ "code": code, "message": message, "hint": hint }) }
    }

    /// A field that has not the shape it must have, with status 400.
    pub(super) fn field(field: &str, shape: &str) -> Self {
        let body = json!({
            "code": "invalid_field",
            "field": field,
            "message": format!("{field} has not the shape it must have"),
            "hint": format!("{field}: {shape}"),
        });
        Self { status: StatusCode::BAD_REQUEST, body }
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        answer(self.status, &self.body)
    }
}

/// A JSON answer.
pub(super) fn answer(status: StatusCode, body: &Value) -> Response {
    let headers = [(header::CONTENT_TYPE, "application/json; charset=utf-8")];
    (status, headers, body.to_string()).into_response()
}

pub(super) fn ok(body: &Value) -> Response {
    answer(StatusCode::OK, body)
}

/// The posted object; an empty body is an empty object.
pub(super) fn object(body: Result<Bytes, BytesRejection>) -> Result<Map<String, Value>, Fault> {
    let body = body.map_err(|rejection| {
        Fault::new(rejection.status(), "body_unreadable", &rejection.body_text(), "at most 64 KiB")
    })?;
    if body.is_empty() {
        return Ok(Map::new());
    }
    let told = match serde_json::from_slice(&body) {
        Ok(Value::Object(object)) => return Ok(object),
        Ok(_) => "the body is JSON, but no object".to_owned(),
        Err(error) => format!("the body is not JSON: {error}"),
    };
    Err(Fault::new(StatusCode::BAD_REQUEST, "not_json", &told, "send a JSON object"))
}

/// A flag of the object that may be left out.
pub(super) fn flag(object: &Map<String, Value>, name: &str) -> Result<Option<bool>, Fault> {
    match object.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Bool(flag)) => Ok(Some(*flag)),
        Some(_) => Err(Fault::field(name, "true or false, or left out")),
    }
}

/// A string of the object that may be left out.
pub(super) fn text(object: &Map<String, Value>, name: &str) -> Result<Option<String>, Fault> {
    match object.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(Fault::field(name, "a string, or left out")),
    }
}
