//! The door to the platform certificates: a new one is made, or another one signs. Never here: keys.

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use crate::sandbox::Sandbox;

use super::json::{self, Fault};

/// The numbers of all that can be fetched from `/v3/certificates`, the oldest first.
pub(super) async fn list(State(sandbox): State<Sandbox>) -> Response {
    json::ok(&show(&sandbox))
}

/// `{}` makes a new one, which signs from now on; `{signWith}` lets the one of that number sign. All stay on
/// the list, as in the weeks of a real change.
pub(super) async fn change(
    State(sandbox): State<Sandbox>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Fault> {
    let object = json::object(body)?;
    match json::text(&object, "signWith")? {
        Some(serial) => {
            if !sandbox.keys().sign_with(&serial) {
                return Err(Fault::field("signWith", "the number of one on the list, or left out"));
            }
        }
        None => {
            let made = sandbox.keys().rotate();
            made.map_err(|error| {
                let (status, hint) = (StatusCode::INTERNAL_SERVER_ERROR, "try again");
                Fault::new(status, "no_key", &error.to_string(), hint)
            })?;
        }
    }
    Ok(json::ok(&show(&sandbox)))
}

fn show(sandbox: &Sandbox) -> Value {
    let keys = sandbox.keys();
    let all = keys.certificates();
    let all: Vec<&str> = all.iter().map(|(serial, _)| serial.as_str()).collect();
    json!({ "certificates": all, "signsWith": keys.certified(b"").0 })
}
