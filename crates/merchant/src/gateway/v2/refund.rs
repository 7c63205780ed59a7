//! Refunds over API v2 (pay.weixin.qq.com/doc/v2/merchant, 申请退款 and 查询退款).

use super::{ApiV2, Fields, get, malformed, refusal};
use crate::error::{Code, Error};
use crate::gateway::{Elsewhere, Failure, RefundFound};
use crate::order::Order;
use crate::outgoing::Outgoing;
use crate::refund::Refund;
use crate::refund_status::RefundStatus;

impl ApiV2 {
    /// The way that refunds take.
    pub(super) fn refunding(&self) -> Result<&Outgoing, Error> {
        let missing = || Error::new(Code::RefundCertificate).at("WXPAY_CERTIFICATE_FILE");
        self.refunds.as_ref().ok_or_else(missing)
    }

    /// SUCCESS means that it was accepted, no more.
    pub(super) fn send_refund(
        &self,
        order: &Order,
        refund: &Refund,
    ) -> Result<RefundFound, Failure> {
        let outgoing = self.refunding().map_err(Failure::Failed)?;
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

/// Pages of ten ("默认返回前10笔", pay.weixin.qq.com/doc/v2/merchant/4011939577), and an order has 50 at most.
const PAGE: usize = 10;
const MOST: usize = 50;

impl ApiV2 {
    /// The refund of this number, if it is one of `order`.
    pub(crate) fn refund_called(&self, order: &Order, number: &str) -> Result<Elsewhere, Failure> {
        let mut told =
            self.list(order, [("out_refund_no".to_owned(), number.to_owned())].into())?.0;
        match told.pop() {
            Some(Ok(refund)) if told.is_empty() && refund.out_refund_no == number => Ok(refund),
            Some(Err(error)) => Err(Failure::Failed(error)),
            _ => Err(Failure::Failed(Error::new(Code::AnswerMismatch).at("out_refund_no_0"))),
        }
    }

    pub(super) fn list_refunds(
        &self,
        order: &Order,
    ) -> Result<Vec<Result<Elsewhere, Error>>, Failure> {
        let mut all = Vec::new();
        while all.len() < MOST {
            let mut fields =
                Fields::from([("out_trade_no".to_owned(), order.out_trade_no.as_str().to_owned())]);
            if !all.is_empty() {
                fields.insert("offset".to_owned(), all.len().to_string());
            }
            match self.list(order, fields) {
                Ok((page, total)) => {
                    let is_last = page.is_empty() || all.len() + page.len() >= total;
                    all.extend(page);
                    if is_last {
                        break;
                    }
                }
                Err(Failure::Refused(told)) if told.err_code == "REFUNDNOTEXIST" => break,
                Err(failure) => return Err(failure),
            }
        }
        Ok(all)
    }

    /// The refunds in one answer, each that is believed or why not, and how many there are in all.
    fn list(
        &self,
        order: &Order,
        fields: Fields,
    ) -> Result<(Vec<Result<Elsewhere, Error>>, usize), Failure> {
        let answer = self.exchange(&self.outgoing, "/pay/refundquery", order, fields)?;
        if get(&answer, "result_code") != "SUCCESS" {
            return Err(Failure::Refused(refusal(&answer)));
        }
        let (number, total) = (order.out_trade_no.as_str(), order.total.get().to_string());
        for (name, ours) in [("out_trade_no", number), ("total_fee", &total)] {
            if get(&answer, name) != ours {
                return Err(Failure::Failed(Error::new(Code::AnswerMismatch).at(name)));
            }
        }
        let number = |name: &str| get(&answer, name).parse::<usize>().ok();
        let count = number("refund_count").unwrap_or(1).min(PAGE);
        let told: Vec<Result<Elsewhere, Error>> = (0..count)
            .map(|n| {
                let at = |name: &str| get(&answer, &format!("{name}_{n}"));
                let status = RefundStatus::of_wechat(at("refund_status"));
                let status =
                    status.ok_or_else(|| malformed(&format!("there is no refund_status_{n}")))?;
                let found = RefundFound { status, refund_id: id(at("refund_id")) };
                let amount = at("refund_fee").parse().unwrap_or_default();
                Elsewhere::of(order, at("out_refund_no"), amount, found)
            })
            .collect();
        let total = number("total_refund_count").unwrap_or(told.len());
        Ok((told, total))
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
