//! `POST /api/login {code}` gives `{token, expiresIn}`.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use serde_json::{Value, json};

use super::{body, work};
use crate::error::Error;
use crate::login::CODE;
use crate::merchant::Merchant;

pub(super) async fn log_in(
    State(merchant): State<Merchant>,
    body: Body,
) -> Result<Json<Value>, Error> {
    let object = body::object(body).await?;
    let code = body::text(&object, "code", "code", &CODE)?.to_owned();
    let login = work(merchant, move |parts| parts.log_in(&code)).await?;
    Ok(Json(json!({ "token": login.token, "expiresIn": login.expires_in })))
}
