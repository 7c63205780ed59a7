//! Refunds over API v3 (pay.weixin.qq.com/docs/merchant/apis/refund/refunds/create.html).

use serde_json::{Value, json};

use super::{ApiV3, malformed};
use crate::error::{Code, Error};
use crate::gateway::{Failure, RefundFound};
use crate::order::Order;
use crate::refund::{Refund, RefundStatus};

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
        let answer = self.call("GET", &format!("{PATH}/{}", refund.out_refund_no), None)?;
        read(&answer, order, refund)
    }
}

/// Reads a refund as an answer tells it (`status`) or a notification (`refund_status`); it must be
/// `refund`, over the same amounts.
pub(super) fn read(told: &Value, order: &Order, refund: &Refund) -> Result<RefundFound, Failure> {
    let (trade_no, refund_no) = (order.out_trade_no.as_str(), refund.out_refund_no.as_str());
    for (name, ours) in [("out_trade_no", trade_no), ("out_refund_no", refund_no)] {
        if told[name].as_str() != Some(ours) {
            return Err(Failure::Failed(Error::new(Code::AnswerMismatch).at(name)));
        }
    }
    let amount = &told["amount"];
    for (name, ours) in [("refund", refund.amount), ("total", order.total)] {
        if amount[name].as_u64() != Some(ours.get().into()) {
            let field = format!("amount.{name}");
            return Err(Failure::Failed(Error::new(Code::AnswerMismatch).at(&field)));
        }
    }
    let status = told["status"].as_str().or_else(|| told["refund_status"].as_str());
    let status = status.and_then(RefundStatus::of_wechat);
    let status = status.ok_or_else(|| Failure::Failed(malformed("there is no status")))?;
    let refund_id = told["refund_id"].as_str().filter(|id| (1..=32).contains(&id.len()));
    Ok(RefundFound { status, refund_id: refund_id.map(str::to_owned) })
}
