//! `POST /api/orders/{out_trade_no}/prepay {nonceStr?, timeStamp?}`: the five parameters of
//! `wx.requestPayment`, or that there is nothing to pay.

use axum::Json;
use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use serde_json::{Value, json};

use super::buyer::buyer;
use super::{body, orders, work};
use crate::error::Error;
use crate::merchant::Merchant;
use crate::prepay::Prepared;
use crate::trade_state;

pub(super) async fn prepay(
    State(merchant): State<Merchant>,
    headers: HeaderMap,
    path: Result<Path<String>, PathRejection>,
    body: Body,
) -> Result<Json<Value>, Error> {
    let buyer = buyer(&merchant, &headers).await?;
    let number = orders::number(path)?;
    let object = body::object(body).await?;
    // anything but a text counts as absent: the backend makes its own pair then
    let text = |field| object.get(field).and_then(Value::as_str).map(str::to_owned);
    let (nonce_str, time_stamp) = (text("nonceStr"), text("timeStamp"));
    let prepared = work(merchant, move |parts| {
        parts.prepay(&buyer.id, &number, nonce_str.as_deref(), time_stamp.as_deref())
    });
    Ok(Json(tell(&prepared.await?)))
}

/// `total` is in fen. The five parameters are texts, and no more than what the client has to know.
fn tell(prepared: &Prepared) -> Value {
    match prepared {
        Prepared::Payment { order, payment, pair } => json!({
            "timeStamp": payment.time_stamp.as_str(),
            "nonceStr": payment.nonce_str.as_str(),
            "package": payment.package.as_str(),
            "signType": payment.sign_type.as_str(),
            "paySign": payment.pay_sign.as_str(),
            "outTradeNo": order.out_trade_no.as_str(),
            "total": order.total.get(),
            "pair": pair.as_str(),
        }),
        Prepared::NothingToPay { order, trade_state } => json!({
            "nothingToPay": true,
            "outTradeNo": order.out_trade_no.as_str(),
            "total": order.total.get(),
            "tradeState": trade_state::text(*trade_state),
        }),
    }
}
