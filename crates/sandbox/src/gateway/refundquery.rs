//! `/pay/refundquery`: what has become of the refunds of an order, or of one of them.
//! Source: pay.weixin.qq.com/doc/v2/merchant, 查询退款.

use crate::clock;
use crate::order::Order;
use crate::refund::Refund;
use crate::sandbox::State;
use crate::settings::RefundEnd;

use super::answer::{Answer, Ordered};
use super::fields::value;
use super::request::Request;

/// As many refunds are in one answer.
const MOST: usize = 10;

macro_rules! numbered {
    ($name:literal) => {
        [
            concat!($name, "_0"),
            concat!($name, "_1"),
            concat!($name, "_2"),
            concat!($name, "_3"),
            concat!($name, "_4"),
            concat!($name, "_5"),
            concat!($name, "_6"),
            concat!($name, "_7"),
            concat!($name, "_8"),
            concat!($name, "_9"),
        ]
    };
}

const OUT_REFUND_NO: [&str; MOST] = numbered!("out_refund_no");
const REFUND_ID: [&str; MOST] = numbered!("refund_id");
const REFUND_CHANNEL: [&str; MOST] = numbered!("refund_channel");
const REFUND_FEE: [&str; MOST] = numbered!("refund_fee");
const REFUND_STATUS: [&str; MOST] = numbered!("refund_status");
// sic
const REFUND_RECV_ACCOUT: [&str; MOST] = numbered!("refund_recv_accout");
const REFUND_SUCCESS_TIME: [&str; MOST] = numbered!("refund_success_time");

pub(crate) fn judge(state: &mut State, request: &Request) -> Answer {
    let now = state.clock.now();
    let absent =
        || Answer::failed("REFUNDNOTEXIST", "退款单查询失败", "no such refund in the books");
    let named = value(&request.fields, "refund_id")
        .map(|id| state.books.refund_by_id(id))
        .or_else(|| value(&request.fields, "out_refund_no").map(|no| state.books.refund(no)));
    let theirs = |refund: &&Refund| {
        let sub_mch_id = super::sub_mch_id(&request.fields);
        state.books.order_of(sub_mch_id, &refund.out_trade_no).is_some()
    };
    let found: Vec<&Refund> = match named {
        Some(refund) => refund.filter(theirs).into_iter().collect(),
        None => match super::named_order(state, &request.fields) {
            Ok(order) => state.books.refunds_of(order.map_or("", Order::out_trade_no)),
            Err(answer) => return answer,
        },
    };
    let offset = value(&request.fields, "offset").map_or(Ok(0), str::parse::<usize>);
    // "当商户传入的offset超过total_refund_count，则系统会返回报错PARAM_ERROR" (doc/v2/merchant/4011939577)
    let Some(shown) = offset.ok().and_then(|offset| found.get(offset..)) else {
        return Answer::failed("PARAM_ERROR", "参数错误", "offset is beyond the last refund");
    };
    match shown.first() {
        None => absent(),
        Some(first) => {
            let mut fields = vec![
                ("transaction_id", first.transaction_id.clone()),
                ("out_trade_no", first.out_trade_no.clone()),
                ("total_fee", first.wanted.total.to_string()),
                ("fee_type", "CNY".to_owned()),
                ("cash_fee", first.wanted.total.to_string()),
                ("total_refund_count", found.len().to_string()),
                ("refund_count", shown.len().min(MOST).to_string()),
            ];
            for (n, refund) in shown.iter().take(MOST).enumerate() {
                fields.extend(tell(n, refund, now));
            }
            Answer::done(fields)
        }
    }
}

fn tell(n: usize, refund: &Refund, now: u64) -> Ordered {
    let status = match refund.ended(now) {
        None => "PROCESSING",
        Some(end) => v2_status(end),
    };
    let mut fields = vec![
        (OUT_REFUND_NO[n], refund.wanted.out_refund_no.clone()),
        (REFUND_ID[n], refund.refund_id.clone()),
        (REFUND_CHANNEL[n], "ORIGINAL".to_owned()),
        (REFUND_FEE[n], refund.wanted.amount.to_string()),
        (REFUND_STATUS[n], status.to_owned()),
        (REFUND_RECV_ACCOUT[n], "支付用户零钱".to_owned()),
    ];
    if status == "SUCCESS" {
        fields.push((REFUND_SUCCESS_TIME[n], clock::spaced(refund.ends_at)));
    }
    fields
}

pub(crate) fn v2_status(end: RefundEnd) -> &'static str {
    match end {
        RefundEnd::Success => "SUCCESS",
        RefundEnd::Abnormal => "CHANGE",
        RefundEnd::Closed => "REFUNDCLOSE",
    }
}
