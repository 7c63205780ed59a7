//! `/api/orders`: make an order, list one's own, ask what became of one. Never here: prices from a
//! client; whatever it sends of the kind is not looked at.

use axum::Json;
use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use serde_json::{Value, json};
use wxpay_mini::error::Text;
use wxpay_mini::value::OutTradeNo;

use super::body::Object;
use super::buyer::buyer;
use super::client_key::client_key;
use super::{body, work};
use crate::catalogue::{self, Product};
use crate::error::{Code, Error};
use crate::merchant::Merchant;
use crate::order::Order;
use crate::trade_state;

/// Lines of one order.
const MOST_LINES: usize = 20;
/// Pieces of one line. With the catalogue's prices a total stays far below four billion fen.
const MOST_PIECES: u64 = 99;

/// `POST /api/orders {items:[{productId, quantity}]}`. With the header `Idempotency-Key` the same request
/// sent again is answered with the order that it has made: 201 the first time, 200 from then on.
pub(super) async fn make(
    State(merchant): State<Merchant>,
    headers: HeaderMap,
    body: Body,
) -> Result<(StatusCode, Json<Value>), Error> {
    let buyer = buyer(&merchant, &headers).await?;
    let key = client_key(&headers)?;
    let lines = lines(&body::object(body).await?)?;
    let made = work(merchant, move |parts| {
        let order = Order::new(&parts.config, buyer, &lines, parts.clock.seconds())?;
        if let Some(number) = parts.database.enter(&order, key.as_deref())? {
            let there = parts.database.order(&order.buyer, &number)?;
            let there = there.ok_or_else(|| Error::new(Code::OrderNotFound))?;
            if !there.is_of(&lines) {
                return Err(Error::new(Code::KeyReused).at("Idempotency-Key"));
            }
            return Ok((StatusCode::OK, there));
        }
        tracing::info!(
            out_trade_no = order.out_trade_no.as_str(),
            total = order.total.get(),
            "ordered"
        );
        Ok((StatusCode::CREATED, order))
    });
    let (status, order) = made.await?;
    Ok((status, Json(tell(&order))))
}

/// `GET /api/orders`: one's own, the newest first, each with the state that was last heard of.
pub(super) async fn list(
    State(merchant): State<Merchant>,
    headers: HeaderMap,
) -> Result<Json<Value>, Error> {
    let buyer = buyer(&merchant, &headers).await?;
    let orders = work(merchant, move |parts| parts.database.orders(&buyer.id)).await?;
    Ok(Json(json!({ "orders": orders.iter().map(tell).collect::<Vec<_>>() })))
}

/// `GET /api/orders/{out_trade_no}`: asks WeChat Pay unless the order is final.
pub(super) async fn query(
    State(merchant): State<Merchant>,
    headers: HeaderMap,
    path: Result<Path<String>, PathRejection>,
) -> Result<Json<Value>, Error> {
    let buyer = buyer(&merchant, &headers).await?;
    let number = number(path)?;
    let order = work(merchant, move |parts| parts.query(&buyer.id, &number)).await?;
    Ok(Json(tell(&order)))
}

/// The order's number in a path. What cannot be one is an order that is not there.
pub(super) fn number(path: Result<Path<String>, PathRejection>) -> Result<OutTradeNo, Error> {
    let number = path.ok().and_then(|Path(text)| OutTradeNo::parse(&text).ok());
    number.ok_or_else(|| Error::new(Code::OrderNotFound))
}

/// Amounts are in fen, `createdAt` in seconds since 1970.
fn tell(order: &Order) -> Value {
    let items = order.items.iter().map(|item| {
        json!({
            "productId": item.product_id,
            "name": item.name,
            "price": item.price.get(),
            "quantity": item.quantity,
        })
    });
    let mut told = json!({
        "outTradeNo": order.out_trade_no.as_str(),
        "tradeState": trade_state::text(order.trade_state),
        "total": order.total.get(),
        "body": order.body,
        "createdAt": order.created_at,
        "items": items.collect::<Vec<_>>(),
    });
    if let Some(id) = &order.transaction_id {
        told["transactionId"] = id.as_str().into();
    }
    told
}

fn lines(object: &Object) -> Result<Vec<(&'static Product, u32)>, Error> {
    let items = object.get("items").and_then(Value::as_array);
    let items = items.filter(|items| (1..=MOST_LINES).contains(&items.len()));
    let items = items.ok_or_else(|| Error::field(Code::FieldMalformed, "items", &ITEMS))?;
    let mut lines: Vec<(&'static Product, u32)> = Vec::new();
    for (at, item) in items.iter().enumerate() {
        let path = format!("items[{at}]");
        let item =
            item.as_object().ok_or_else(|| Error::field(Code::FieldMalformed, &path, &ITEM))?;
        let product = product(item, &path)?;
        if lines.iter().any(|(other, _)| other.id == product.id) {
            let path = format!("{path}.productId");
            return Err(Error::field(Code::FieldMalformed, &path, &ONCE));
        }
        lines.push((product, quantity(item, &path)?));
    }
    Ok(lines)
}

fn product(item: &Object, path: &str) -> Result<&'static Product, Error> {
    let path = format!("{path}.productId");
    let id = body::text(item, "productId", &path, &PRODUCT_ID)?;
    catalogue::product(id).ok_or_else(|| Error::new(Code::ProductUnknown).at(&path))
}

fn quantity(item: &Object, path: &str) -> Result<u32, Error> {
    let pieces = item.get("quantity").and_then(Value::as_u64);
    let pieces = pieces.filter(|pieces| (1..=MOST_PIECES).contains(pieces));
    pieces
        .and_then(|pieces| u32::try_from(pieces).ok())
        .ok_or_else(|| Error::field(Code::FieldMalformed, &format!("{path}.quantity"), &QUANTITY))
}

const ITEMS: Text = Text {
    en: "a list of 1 to 20 {productId, quantity}",
    zh: "1 到 20 个 {productId, quantity} 的列表",
};
const ITEM: Text =
    Text { en: "an object {productId, quantity}", zh: "对象 {productId, quantity}" };
const PRODUCT_ID: Text = Text { en: "the id of a product, a string", zh: "商品 id，字符串" };
const ONCE: Text = Text {
    en: "another product: this one is in the list already",
    zh: "另一件商品：它在列表中已出现过",
};
const QUANTITY: Text = Text { en: "a whole number from 1 to 99", zh: "1 到 99 的整数" };
