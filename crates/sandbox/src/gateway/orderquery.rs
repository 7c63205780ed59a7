//! `/pay/orderquery`: what has become of an order.
//! Source: pay.weixin.qq.com/doc/v2/merchant, 查询订单.

use crate::clock;
use crate::order::{Order, TradeState};
use crate::sandbox::State;

use super::answer::{Answer, Ordered};
use super::fields::check_query_names;
use super::request::Request;

pub(crate) fn judge(state: &mut State, request: &Request) -> Answer {
    if let Err(cause) = check_query_names(&request.fields) {
        return Answer::refused(cause);
    }
    let order = match super::named_order(state, &request.fields) {
        Ok(order) => order,
        Err(answer) => return answer,
    };
    match order {
        Some(order) => Answer::done(tell(order)),
        None => Answer::failed("ORDERNOTEXIST", "此交易订单号不存在", "no such order in the books"),
    }
}

fn tell(order: &Order) -> Ordered {
    let trade_state = order.trade_state();
    // Real answers carry device_info even when it is empty, which signers must leave out.
    let mut fields = vec![("device_info", order.field("device_info").to_owned())];
    if let Some(payment) = &order.payment {
        fields.extend([
            ("openid", order.field("openid").to_owned()),
            ("sub_openid", order.field("sub_openid").to_owned()),
            ("is_subscribe", "N".to_owned()),
            ("trade_type", "JSAPI".to_owned()),
            // CFT is the balance of the buyer's wallet.
            ("bank_type", "CFT".to_owned()),
            ("fee_type", "CNY".to_owned()),
            ("cash_fee", order.total.to_string()),
            ("cash_fee_type", "CNY".to_owned()),
            ("transaction_id", payment.transaction_id.clone()),
            ("time_end", clock::beijing(payment.time)),
        ]);
    }
    fields.push(("total_fee", order.total.to_string()));
    fields.push(("out_trade_no", order.out_trade_no().to_owned()));
    if !order.field("attach").is_empty() {
        fields.push(("attach", order.field("attach").to_owned()));
    }
    fields.retain(|(name, value)| *name != "sub_openid" || !value.is_empty());
    fields.push(("trade_state", trade_state.as_str().to_owned()));
    let described = match trade_state {
        TradeState::Success => "支付成功",
        TradeState::Refund => "订单发生过退款，退款详情请查询退款单",
        TradeState::NotPay => "订单未支付",
        TradeState::Closed => "订单已关闭",
    };
    fields.push(("trade_state_desc", described.to_owned()));
    fields
}
