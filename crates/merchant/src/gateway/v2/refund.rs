//! Refunds over API v2 (pay.weixin.qq.com/doc/v2/merchant, 申请退款 and 查询退款).

use super::{ApiV2, Fields, get, malformed, refusal};
use crate::error::{Code, Error};
use crate::gateway::{Failure, RefundFound};
use crate::order::Order;
use crate::refund::{Refund, RefundStatus};

impl ApiV2 {
    /// SUCCESS means that it was accepted, no more.
    pub(super) fn send_refund(
        &self,
        order: &Order,
        refund: &Refund,
    ) -> Result<RefundFound, Failure> {
        let missing = || Error::new(Code::RefundCertificate).at("WXPAY_CERTIFICATE_FILE");
        let outgoing = self.refunds.as_ref().ok_or_else(|| Failure::Failed(missing()))?;
        let fields = [
            ("transaction_id", order.transaction_id.as_deref().unwrap_or_default()),
            ("out_refund_no", &refund.out_refund_no),
            ("total_fee", &order.total.get().to_string()),
            ("refund_fee", &refund.amount.get().to_string()),
            ("refund_desc", &refund.reason),
            ("notify_url", &order.notify_url),
        ];
        let fields = fields.iter().filter(|(_, value)| !value.is_empty());
        let fields =
            fields.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let answer = self.exchange(outgoing, "/secapi/pay/refund", order, fields)?;
        if get(&answer, "result_code") != "SUCCESS" {
            return Err(Failure::Refused(refusal(&answer)));
        }
        check(&answer, "", order, refund)?;
        Ok(RefundFound {
            status: RefundStatus::Processing,
            refund_id: id(get(&answer, "refund_id")),
        })
    }

    pub(super) fn ask_refund(
        &self,
        order: &Order,
        refund: &Refund,
    ) -> Result<RefundFound, Failure> {
        let fields = [("out_refund_no".to_owned(), refund.out_refund_no.clone())].into();
        let answer = self.exchange(&self.outgoing, "/pay/refundquery", order, fields)?;
        if get(&answer, "result_code") != "SUCCESS" {
            return Err(Failure::Refused(refusal(&answer)));
        }
        // one refund was asked about, so its number in the list is 0
        check(&answer, "_0", order, refund)?;
        let status = RefundStatus::of_wechat(get(&answer, "refund_status_0"));
        let status =
            status.ok_or_else(|| Failure::Failed(malformed("there is no refund_status_0")))?;
        Ok(RefundFound { status, refund_id: id(get(&answer, "refund_id_0")) })
    }
}

fn check(answer: &Fields, at: &str, order: &Order, refund: &Refund) -> Result<(), Failure> {
    for (name, ours) in [
        ("out_trade_no".to_owned(), order.out_trade_no.as_str()),
        (format!("out_refund_no{at}"), &refund.out_refund_no),
        (format!("refund_fee{at}"), &refund.amount.get().to_string()),
        ("total_fee".to_owned(), &order.total.get().to_string()),
    ] {
        if get(answer, &name) != ours {
            return Err(Failure::Failed(Error::new(Code::AnswerMismatch).at(&name)));
        }
    }
    Ok(())
}

fn id(text: &str) -> Option<String> {
    (1..=32).contains(&text.len()).then(|| text.to_owned())
}
