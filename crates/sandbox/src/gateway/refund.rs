//! `/secapi/pay/refund`: money goes back, all or a part. The real gateway wants the merchant's client
//! certificate for it; this one listens without TLS, so it asks for none.
//! Source: pay.weixin.qq.com/doc/v2/merchant, 申请退款.

use crate::account::Account;
use crate::notify::content::RefundApi;
use crate::refund::{NoRefund, Refund, Wanted};
use crate::sandbox::State;
use crate::signature::Fields;

use super::answer::{Answer, Cause, Ordered};
use super::fields::{is_notify_url, is_out_refund_no, required, required_fee, value};
use super::request::Request;

pub(crate) fn judge(state: &mut State, account: &Account, request: &Request) -> Answer {
    let wanted = match read(&request.fields) {
        Ok(wanted) => wanted,
        Err(cause) => return Answer::refused(cause),
    };
    let number = match super::named_order(state, &request.fields) {
        Ok(order) => order.map(|order| order.out_trade_no().to_owned()),
        Err(answer) => return answer,
    };
    match state.refund(account, number.as_deref(), wanted, RefundApi::V2) {
        Ok(refund) => Answer::done(tell(&refund)),
        Err(why) => refuse(why),
    }
}

fn read(fields: &Fields) -> Result<Wanted, Cause> {
    let out_refund_no = required(fields, "out_refund_no")?;
    if !is_out_refund_no(out_refund_no) {
        let reason = "out_refund_no has characters other than 0-9 A-Z a-z _ - | * @";
        return Err(Cause::new("out_refund_no参数格式错误", reason));
    }
    let (total, amount) = (required_fee(fields, "total_fee")?, required_fee(fields, "refund_fee")?);
    let notify_url = value(fields, "notify_url").unwrap_or_default();
    if !notify_url.is_empty() && !is_notify_url(notify_url) {
        return Err(Cause::new(
            "invalid notify_url",
            "notify_url is no http(s) address, or has a query",
        ));
    }
    Ok(Wanted {
        out_refund_no: out_refund_no.to_owned(),
        amount,
        total,
        reason: value(fields, "refund_desc").unwrap_or_default().to_owned(),
        notify_url: notify_url.to_owned(),
        at_console: false,
    })
}

/// `ERROR` is documented as the code whose description tells the cause; which descriptions there are
/// is not, but for that of an order that is refunded in full.
fn refuse(why: NoRefund) -> Answer {
    let (code, words, reason) = match why {
        NoRefund::NoOrder => ("ORDERNOTEXIST", "订单不存在", "no such order in the books"),
        NoRefund::NotPaid => ("ERROR", "订单未支付", "the order is not paid"),
        NoRefund::Mismatch => (
            "REFUND_FEE_MISMATCH",
            "订单金额或退款金额与之前请求不一致，请核实后再试",
            "total_fee is not the order's, or out_refund_no was used for another refund",
        ),
        NoRefund::Exhausted => ("ERROR", "订单已全额退款", "nothing is left to refund"),
        NoRefund::TooMuch => {
            ("INVALID_REQUEST", "退款金额大于可退金额", "more than is left of the order")
        }
        NoRefund::TooMany => ("INVALID_REQUEST", "部分退款次数超限", "50 refunds of one order"),
        NoRefund::TooLate => ("TRADE_OVERDUE", "订单已经超过退款期限", "the payment is a year old"),
    };
    Answer::failed(code, words, reason)
}

fn tell(refund: &Refund) -> Ordered {
    let amount = refund.wanted.amount.to_string();
    let total = refund.wanted.total.to_string();
    vec![
        ("transaction_id", refund.transaction_id.clone()),
        ("out_trade_no", refund.out_trade_no.clone()),
        ("out_refund_no", refund.wanted.out_refund_no.clone()),
        ("refund_id", refund.refund_id.clone()),
        ("refund_channel", String::new()),
        ("refund_fee", amount.clone()),
        ("coupon_refund_fee", "0".to_owned()),
        ("coupon_refund_count", "0".to_owned()),
        ("total_fee", total.clone()),
        ("fee_type", "CNY".to_owned()),
        ("cash_fee", total),
        ("cash_refund_fee", amount),
    ]
}
