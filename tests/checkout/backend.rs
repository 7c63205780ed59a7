//! The answers of the backend, as JSON. No expectation lives here.

use super::moves::{Failed, KEYS, Prepared, Queried};
use serde_json::{Value, json};

/// The merchant's number of an order.
pub fn number(order: usize) -> String {
    format!("2026112100{order:02}")
}

/// What an order costs, in fen.
pub fn total(order: usize) -> u32 {
    1990 + order as u32
}

/// The place of a key.
pub fn order_of(key: &str) -> Option<usize> {
    KEYS.iter().position(|known| *known == key)
}

/// WeChat's published example, with a session for each order.
pub fn five(order: usize) -> Value {
    json!({
        "timeStamp": "1490840662",
        "nonceStr": "5K8264ILTKCH16CQ2502SI8ZNMTM67VS",
        "package": format!("prepay_id=wx2017033010242291fcfe0db7001323107{order}"),
        "signType": "MD5",
        "paySign": "22D9B4E54AB1950F51E0649E8810ACD6",
    })
}

/// `numbers`: whether this backend tells the order's number and amount.
pub fn prepared(answer: Prepared, order: usize, numbers: bool) -> Value {
    let mut value = match answer {
        Prepared::Ready => five(order),
        Prepared::NothingToPay => json!({ "nothingToPay": true }),
        Prepared::Garbage => return json!("<html>"),
    };
    if numbers {
        value["outTradeNo"] = json!(number(order));
        value["total"] = json!(total(order));
    }
    value
}

pub fn queried(answer: Queried, order: usize) -> Value {
    let told = |state: &str| json!({ "outTradeNo": number(order), "tradeState": state, "total": total(order) });
    match answer {
        Queried::Success => told("SUCCESS"),
        Queried::Refund => told("REFUND"),
        Queried::NotPay => told("NOTPAY"),
        Queried::Closed => told("CLOSED"),
        Queried::UserPaying => told("USERPAYING"),
        Queried::PayError => told("PAYERROR"),
        Queried::NotFound => json!({
            "return_code": "SUCCESS", "result_code": "FAIL", "err_code": "ORDERNOTEXIST",
        }),
        Queried::OtherOrder => {
            json!({ "outTradeNo": number(9), "tradeState": "SUCCESS", "total": total(order) })
        }
        Queried::OtherAmount => {
            json!({ "outTradeNo": number(order), "tradeState": "SUCCESS", "total": 1 })
        }
        Queried::Garbage => json!({ "data": "<html>" }),
    }
}

/// The object in which the glue tells of a failure.
pub fn failure(failed: Failed) -> Value {
    let refusal =
        |code: &str| json!({ "return_code": "SUCCESS", "result_code": "FAIL", "err_code": code });
    let mut object = match failed.status() {
        None => return json!({ "errMsg": "request:fail timeout" }),
        Some(status) => json!({ "status": status }),
    };
    object["answer"] = match failed {
        Failed::OrderPaid => refusal("ORDERPAID"),
        Failed::NotExist => json!({ "code": "ORDER_NOT_EXIST", "message": "订单不存在" }),
        Failed::OrderClosed => refusal("ORDERCLOSED"),
        _ => json!({ "code": "trouble", "message": "of the backend" }),
    };
    object
}
