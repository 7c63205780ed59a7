//! A transaction as a query and a notification tell it: whose it is, for how much, what became of it.
//! Source: pay.weixin.qq.com/doc/v3/merchant/4012791900 (query), 4012791836 (notification).

use serde_json::Value as Json;
use wxpay_mini::query::{self, Asked, TradeState};
use wxpay_mini::untrusted::{Arena, Value};

use super::{ApiV3, malformed};
use crate::error::{Code, Error};
use crate::gateway::{Failure, Found, untold};
use crate::order::Order;

impl ApiV3 {
    /// Reads a transaction that is signed and must be `order`'s.
    pub(super) fn transaction(&self, transaction: &Json, order: &Order) -> Result<Found, Failure> {
        for (name, ours) in [("appid", order.app_id.as_str()), ("mchid", &self.mch_id)] {
            if transaction[name].as_str() != Some(ours) {
                return Err(mismatch(name));
            }
        }
        let asked = Asked {
            order_key: order.out_trade_no.as_str(),
            out_trade_no: Some(&order.out_trade_no),
            total: Some(order.total),
        };
        let arena = Arena::new();
        let trade_state = query::read(arena.keep(Value::from(transaction.clone())), asked)
            .map_err(|why| untold(&why, super::refusal_of(transaction)))?;
        let is_paid = matches!(trade_state, TradeState::Success | TradeState::Refund);
        let amount = &transaction["amount"];
        if is_paid && !amount["total"].is_u64() {
            return Err(mismatch("amount.total"));
        }
        if amount["currency"].as_str().is_some_and(|currency| currency != "CNY") {
            return Err(mismatch("amount.currency"));
        }
        let transaction_id = match transaction["transaction_id"].as_str().unwrap_or_default() {
            "" if is_paid => return Err(mismatch("transaction_id")),
            "" => None,
            id if id.len() <= 32 => Some(id.to_owned()),
            _ => return Err(Failure::Failed(malformed("transaction_id is too long"))),
        };
        Ok(Found { trade_state, transaction_id })
    }
}

fn mismatch(field: &str) -> Failure {
    Failure::Failed(Error::new(Code::AnswerMismatch).at(field))
}
