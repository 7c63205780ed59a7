//! Every path of the backend in one table, and the server that listens. Never here: what the answers
//! are; the files beside this one carry them over.

mod body;
mod buyer;
mod client;
mod client_key;
mod hearing;
mod listen;
mod login;
mod notify;
mod orders;
mod prepay;
mod products;
mod request_log;
mod run;

pub use run::run;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use tokio::net::TcpListener;

use crate::config::{Config, is_loopback};
use crate::error::{Code, Error};
use crate::merchant::{Merchant, Parts};

/// How long a buyer's request waits for a place.
const FOR_A_PLACE: Duration = Duration::from_secs(2);

pub(crate) fn router(merchant: Merchant) -> Router {
    Router::new()
        .route("/healthz", get(healthz))
        .route("/api/login", post(login::log_in))
        .route("/api/products", get(products::list))
        .route("/api/orders", get(orders::list).post(orders::make))
        .route("/api/orders/{out_trade_no}", get(orders::query))
        .route("/api/orders/{out_trade_no}/prepay", post(prepay::prepay))
        .route("/notify/v2", post(notify::v2))
        .route("/notify/v3", post(notify::v3))
        .fallback(async || Error::new(Code::NoSuchPath))
        .method_not_allowed_fallback(async || Error::new(Code::MethodNotAllowed))
        .layer(from_fn_with_state(merchant.parts().config.connections.body, body::ahead))
        .layer(from_fn(request_log::keep))
        .with_state(merchant)
}

/// Answers on `listener` until `shutdown` is done; requests under way then have ten seconds to end.
///
/// # Errors
/// Those of the listener.
pub async fn serve(
    listener: TcpListener,
    merchant: Merchant,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let config = &merchant.parts().config;
    warn_of_a_proxy(&listener.local_addr()?, config);
    let connections = config.connections;
    listen::run(listener, router(merchant), connections, shutdown).await;
    Ok(())
}

/// Who listens on this machine alone for the real WeChat Pay stands behind a proxy, whose address is
/// every buyer's and is not counted.
fn warn_of_a_proxy(address: &SocketAddr, config: &Config) {
    let limits = &config.limits;
    let counts_nobody = address.ip().is_loopback() && limits.address_header.is_none();
    if counts_nobody && limits.login > 0 && !is_loopback(&config.gateway) {
        tracing::warn!(
            %address,
            "WXPAY_ADDRESS_HEADER is not set: logins that come through a proxy are not limited"
        );
    }
}

/// Whether it can take orders: that it answers, and that its database does.
async fn healthz(State(merchant): State<Merchant>) -> Result<Response, Error> {
    work_at_once(merchant, |parts| parts.database.is_there()).await?;
    Ok(axum::Json(serde_json::json!({ "status": "ok" })).into_response())
}

/// A buyer's work that blocks. There are so many places for it and no more: however slowly WeChat Pay
/// answers buyers, threads are left for its notifications.
async fn work<T: Send + 'static>(
    merchant: Merchant,
    work: impl FnOnce(&Parts) -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let place = Arc::clone(&merchant.parts().places).acquire_owned();
    let Ok(Ok(place)) = tokio::time::timeout(FOR_A_PLACE, place).await else {
        return Err(Error::new(Code::Busy).wait(FOR_A_PLACE.as_secs()));
    };
    let work = move |parts: &Parts| {
        // kept as long as the work takes, whether or not the client still waits
        let _place = place;
        work(parts)
    };
    work_at_once(merchant, work).await
}

/// Does work that blocks, off the threads that serve. It is finished even when the client has gone:
/// what WeChat Pay was told must be kept.
async fn work_at_once<T: Send + 'static>(
    merchant: Merchant,
    work: impl FnOnce(&Parts) -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    // log lines of the work belong to the request
    let span = tracing::Span::current();
    let work = tokio::task::spawn_blocking(move || span.in_scope(|| work(merchant.parts())));
    match work.await {
        Ok(result) => result,
        Err(error) => Err(Error::new(Code::Internal).because(error.to_string())),
    }
}
