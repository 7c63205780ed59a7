//! Who is asking: the buyer of the token. Never here: what a buyer may see.

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;

use super::work;
use crate::error::{Code, Error};
use crate::merchant::Merchant;
use crate::order::Buyer;

/// The buyer of `Authorization: Bearer …`.
pub(super) async fn buyer(merchant: &Merchant, headers: &HeaderMap) -> Result<Buyer, Error> {
    let parts = merchant.parts();
    let id = headers
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(bearer)
        .and_then(|token| parts.tokens.read(token, parts.clock.seconds()))
        .ok_or_else(|| Error::new(Code::NotLoggedIn))?;
    let buyer = work(merchant.clone(), move |parts| parts.database.buyer(&id)).await?;
    // a token of ours for a buyer who is not here: the database is another one
    buyer.ok_or_else(|| Error::new(Code::NotLoggedIn))
}

/// The name of a scheme has no case (RFC 9110, 11.1).
fn bearer(value: &str) -> Option<&str> {
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("Bearer").then(|| token.trim_start_matches(' '))
}
