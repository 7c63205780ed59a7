//! `/pay/closeorder`: an unpaid order can no longer be paid.
//! Source: pay.weixin.qq.com/doc/v2/merchant, 关闭订单. WeChat asks merchants to wait five minutes
//! after the order; which answer comes sooner is not documented, so nothing is refused for it.

use crate::order::TradeState;
use crate::sandbox::State;

use super::answer::Answer;
use super::fields::required;
use super::request::Request;

pub(crate) fn judge(state: &mut State, request: &Request) -> Answer {
    let out_trade_no = match required(&request.fields, "out_trade_no") {
        Ok(out_trade_no) => out_trade_no,
        Err(cause) => return Answer::refused(cause),
    };
    let theirs = super::sub_mch_id(&request.fields);
    let order = state.books.order_mut(out_trade_no);
    let Some(order) = order.filter(|order| order.sub_mch_id() == theirs) else {
        return Answer::failed("ORDERNOTEXIST", "订单不存在", "no such order in the books");
    };
    match order.trade_state() {
        TradeState::Success | TradeState::Refund => {
            Answer::failed("ORDERPAID", "该订单已支付", "the order is paid")
        }
        TradeState::Closed => Answer::failed("ORDERCLOSED", "订单已关闭", "it was closed before"),
        TradeState::NotPay => {
            order.closed = true;
            Answer::done(vec![("result_msg", "OK".to_owned())])
        }
    }
}
