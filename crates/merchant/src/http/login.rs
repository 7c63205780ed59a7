//! `POST /api/login {code, appid?}` gives `{token, expiresIn}`; without an appid the code is the mini
//! program's. Codes are guessed from outside, so it counts who asks.

use axum::Json;
use axum::extract::{Request, State};
use serde_json::{Value, json};

use super::{body, client, work};
use crate::error::{Code, Error};
use crate::login::{APP_ID, CODE};
use crate::merchant::Merchant;

pub(super) async fn log_in(
    State(merchant): State<Merchant>,
    request: Request,
) -> Result<Json<Value>, Error> {
    let parts = merchant.parts();
    if let Some(address) = client::address(&request, parts.config.limits.address_header.as_deref())
        && let Err(wait) = parts.logins.take(&address, parts.clock.millis())
    {
        return Err(Error::new(Code::TooManyRequests).wait(wait));
    }
    let object = body::object(request.into_body()).await?;
    let code = body::text(&object, "code", "code", &CODE)?.to_owned();
    let app_id = match object.get("appid") {
        None | Some(Value::Null) => None,
        Some(_) => Some(body::text(&object, "appid", "appid", &APP_ID)?.to_owned()),
    };
    let login = work(merchant, move |parts| parts.log_in(&code, app_id.as_deref())).await?;
    Ok(Json(json!({ "token": login.token, "expiresIn": login.expires_in })))
}
