//! Every path the sandbox answers, in one table, and the server that listens.
//! Never here: what the answers are; the files beside this one carry them over.

mod buyer;
mod certificates;
mod console;
mod faults;
mod inspect;
mod json;
mod keeper;
mod notifications;
mod official_account;
mod strangers;
mod v3;
mod wechat;
mod wire;

use std::io;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{Method, StatusCode, Uri};
use axum::middleware;
use axum::routing::{any, get, post, put};
use serde_json::Value;
use tokio::net::TcpListener;

use crate::log::{Entry, Kind};
use crate::notify::courier;
use crate::sandbox::Sandbox;

use json::Fault;
use wire::{Scissors, Wires};

/// Ten times the longest unified order.
const MOST_BODY: usize = 64 * 1024;

pub(crate) fn router(sandbox: Sandbox) -> Router {
    Router::new()
        .route("/", get(inspect::page))
        // api.weixin.qq.com
        .route("/sns/jscode2session", get(wechat::jscode2session))
        .route("/sns/oauth2/access_token", get(wechat::access_token))
        // open.weixin.qq.com
        .route("/connect/oauth2/authorize", get(official_account::authorize))
        // api.mch.weixin.qq.com, API v2: any method, for a wrong one is answered in XML.
        .route("/pay/unifiedorder", any(wechat::unifiedorder))
        .route("/pay/orderquery", any(wechat::orderquery))
        .route("/pay/closeorder", any(wechat::closeorder))
        .route("/secapi/pay/refund", any(wechat::refund))
        .route("/pay/refundquery", any(wechat::refundquery))
        // api.mch.weixin.qq.com, API v3
        .route("/v3/certificates", get(v3::certificates))
        .route("/v3/pay/transactions/jsapi", post(v3::jsapi))
        .route("/v3/pay/transactions/id/{id}", get(v3::by_transaction_id))
        .route("/v3/pay/transactions/out-trade-no/{number}", get(v3::by_out_trade_no))
        .route("/v3/pay/transactions/out-trade-no/{number}/close", post(v3::close))
        .route("/v3/refund/domestic/refunds", post(v3::refund))
        .route("/v3/refund/domestic/refunds/{number}", get(v3::refund_query))
        .route("/v3/pay/partner/transactions/jsapi", post(v3::jsapi))
        .route("/v3/pay/partner/transactions/id/{id}", get(v3::by_transaction_id))
        .route("/v3/pay/partner/transactions/out-trade-no/{number}", get(v3::by_out_trade_no))
        .route("/v3/pay/partner/transactions/out-trade-no/{number}/close", post(v3::close))
        // The phone in the buyer's hand.
        .route("/_sandbox/login", post(buyer::login))
        .route("/_sandbox/cashier", post(buyer::request_payment).get(buyer::open_cashiers))
        .route("/_sandbox/cashier/{id}/{act}", post(buyer::act))
        .route("/_sandbox/cashier/{id}/result", get(buyer::result))
        // The browser of WeChat, for pages of an official account.
        .route("/_sandbox/bridge", get(official_account::bridge))
        .route("/_sandbox/bridge/sheet", get(official_account::sheet))
        // What only a sandbox has.
        .route("/_sandbox/certificates", get(certificates::list).post(certificates::change))
        .route("/_sandbox/refunds", post(console::give_back))
        .route("/_sandbox/settings", put(inspect::settings))
        .route("/_sandbox/clock", post(inspect::clock))
        .route("/_sandbox/notifications", get(notifications::list))
        .route("/_sandbox/notifications/{id}/send", post(notifications::send))
        .route("/_sandbox/faults", get(faults::list).post(faults::make).delete(faults::clear))
        .route("/_sandbox/books", get(inspect::books))
        .route("/_sandbox/log", get(inspect::log))
        .fallback(unknown)
        .layer(middleware::from_fn_with_state(sandbox.clone(), faults::strike))
        .layer(DefaultBodyLimit::max(MOST_BODY))
        .layer(middleware::from_fn_with_state(sandbox.clone(), strangers::refuse))
        .with_state(sandbox)
}

/// A path that WeChat may have and this sandbox does not is worth a line in the log.
async fn unknown(State(sandbox): State<Sandbox>, method: Method, uri: Uri, _read: Bytes) -> Fault {
    let path: String = uri.path().chars().take(128).collect();
    sandbox.state().note(Entry {
        kind: Kind::Request,
        method: method.to_string(),
        path: path.clone(),
        summary: "no such path in the sandbox".to_owned(),
        ok: false,
        detail: Value::Null,
    });
    Fault::new(
        StatusCode::NOT_FOUND,
        "no_such_path",
        &format!("the sandbox does not answer {method} {path}"),
        "API v2: /pay/unifiedorder, /pay/orderquery, /pay/closeorder, /secapi/pay/refund, /pay/refundquery; API v3: /v3/pay/transactions/jsapi \
         and its kin, /v3/certificates; login: /sns/jscode2session, /sns/oauth2/access_token, /connect/oauth2/authorize",
    )
}

/// Answers on `listener` until `shutdown` is done; whoever waits for a cashier then is let go.
///
/// # Errors
/// Those of the listener.
pub async fn serve(
    listener: TcpListener,
    sandbox: Sandbox,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let router = sandbox.router();
    tokio::spawn(courier::run(sandbox.clone()));
    let kept = keeper::save(&sandbox, String::new());
    let keeper = sandbox.file().map(|_| tokio::spawn(keeper::run(sandbox.clone(), kept)));
    let last = sandbox.clone();
    let closing = async move {
        shutdown.await;
        sandbox.close();
    };
    let router = router.into_make_service_with_connect_info::<Scissors>();
    axum::serve(Wires(listener), router).with_graceful_shutdown(closing).await?;
    if let Some(keeper) = keeper {
        // It stops between two writes: only one writes at a time.
        keeper.abort();
        let _ = keeper.await;
    }
    keeper::save(&last, String::new());
    Ok(())
}
