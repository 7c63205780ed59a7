//! The door to the merchant console (商户平台): somebody gives money back there, and the backend hears of it
//! by a notification alone. Never here: the rules of refunds.

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use crate::notify::content::RefundApi;
use crate::order::Signing;
use crate::random;
use crate::refund::Wanted;
use crate::sandbox::Sandbox;

use super::json::{self, Fault};

/// `{outTradeNo, fen?}`: so many fen, or all that the order cost. The console has no field for the number of a
/// refund, so one is made up; in what shape the real one makes it up is on record nowhere.
pub(super) async fn give_back(
    State(sandbox): State<Sandbox>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Fault> {
    let object = json::object(body)?;
    let number = json::text(&object, "outTradeNo")?;
    let number = number.ok_or_else(|| Fault::field("outTradeNo", "the number of an order"))?;
    let fen = match object.get("fen") {
        None | Some(Value::Null) => None,
        Some(fen) => {
            let fen = fen.as_u64().and_then(|fen| u32::try_from(fen).ok()).filter(|fen| *fen > 0);
            Some(fen.ok_or_else(|| Fault::field("fen", "a whole number of fen, or left out"))?)
        }
    };
    let mut state = sandbox.state();
    let absent = || {
        let hint = "GET /_sandbox/books lists them";
        Fault::new(StatusCode::NOT_FOUND, "no_such_order", "no order has this number", hint)
    };
    let order = state.books.order(&number).ok_or_else(absent)?;
    let api = match order.signing {
        Signing::V2(_) => RefundApi::V2,
        Signing::Rsa => RefundApi::V3 { pub_key: order.pub_key },
    };
    let wanted = Wanted {
        out_refund_no: format!("9{}", random::digits(27)),
        amount: fen.unwrap_or(order.total),
        total: order.total,
        reason: String::new(),
        notify_url: order.field("notify_url").to_owned(),
        at_console: true,
    };
    let refund = state.refund(sandbox.account(), Some(&number), wanted, api);
    let refund = refund.map_err(|why| {
        let why = format!("the order gives nothing back: {why:?}");
        Fault::new(StatusCode::CONFLICT, "refund_refused", &why, "ask for what is left of it")
    })?;
    drop(state);
    sandbox.call_courier();
    Ok(json::ok(&json!({
        "outRefundNo": refund.wanted.out_refund_no,
        "refundId": refund.refund_id,
        "refund": refund.wanted.amount,
    })))
}
