//! Refunds over API v3 (pay.weixin.qq.com/docs/merchant/apis/refund/refunds/create.html).

use serde_json::{Value, json};

use super::{ApiV3, escaped, malformed};
use crate::error::{Code, Error};
use crate::gateway::{Elsewhere, Failure, RefundFound};
use crate::order::Order;
use crate::refund::Refund;
use crate::refund_status::RefundStatus;

const PATH: &str = "/v3/refund/domestic/refunds";

impl ApiV3 {
    pub(super) fn send_refund(
        &self,
        order: &Order,
        refund: &Refund,
    ) -> Result<RefundFound, Failure> {
        let mut body = json!({
            "transaction_id": order.transaction_id,
            "out_refund_no": refund.out_refund_no,
            "amount": {
                "refund": refund.amount.get(),
                "total": order.total.get(),
                "currency": "CNY",
            },
        });
        if !refund.reason.is_empty() {
            body["reason"] = refund.reason.as_str().into();
        }
        // the order's, so that both kinds of notifications come to one place
        body["notify_url"] = order.notify_url.as_str().into();
        read(&self.call("POST", PATH, Some(&body))?, order, refund)
    }

    pub(super) fn ask_refund(
        &self,
        order: &Order,
        refund: &Refund,
    ) -> Result<RefundFound, Failure> {
        let url = format!("{PATH}/{}", escaped(&refund.out_refund_no));
        let answer = self.call("GET", &url, None)?;
        read(&answer, order, refund)
    }
}

/// Reads a refund as an answer tells it (`status`) or a notification (`refund_status`); it must be
/// `refund`, over the same amounts.
pub(super) fn read(told: &Value, order: &Order, refund: &Refund) -> Result<RefundFound, Failure> {
    let ours = refund.out_refund_no.as_str();
    if told["out_refund_no"].as_str() != Some(ours) {
        return Err(mismatch("out_refund_no"));
    }
    if told["amount"]["refund"].as_u64() != Some(refund.amount.get().into()) {
        return Err(mismatch("amount.refund"));
    }
    of(told, order)
}

/// Reads a refund of `order` that somebody else has asked for.
pub(super) fn read_elsewhere(told: &Value, order: &Order) -> Result<Elsewhere, Failure> {
    let found = of(told, order)?;
    let ours = order.transaction_id.as_deref();
    if ours.is_some_and(|ours| told["transaction_id"].as_str() != Some(ours)) {
        return Err(mismatch("transaction_id"));
    }
    let number = told["out_refund_no"].as_str().unwrap_or_default();
    let amount = told["amount"]["refund"].as_u64().unwrap_or_default();
    Elsewhere::of(order, number, amount, found).map_err(Failure::Failed)
}

/// What holds of every refund of `order`.
fn of(told: &Value, order: &Order) -> Result<RefundFound, Failure> {
    if told["out_trade_no"].as_str() != Some(order.out_trade_no.as_str()) {
        return Err(mismatch("out_trade_no"));
    }
    if told["amount"]["total"].as_u64() != Some(order.total.get().into()) {
        return Err(mismatch("amount.total"));
    }
    let status = told["status"].as_str().or_else(|| told["refund_status"].as_str());
    let status = status.and_then(RefundStatus::of_wechat);
    let status = status.ok_or_else(|| Failure::Failed(malformed("there is no status")))?;
    let refund_id = told["refund_id"].as_str().filter(|id| (1..=32).contains(&id.len()));
    Ok(RefundFound { status, refund_id: refund_id.map(str::to_owned) })
}

fn mismatch(field: &str) -> Failure {
    Failure::Failed(Error::new(Code::AnswerMismatch).at(field))
}
