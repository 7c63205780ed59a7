//! `POST /v3/pay/transactions/out-trade-no/{out_trade_no}/close`: an unpaid order can no longer be
//! paid. It may be called again. Source: pay.weixin.qq.com/doc/v3/merchant/4012791901.

use crate::account::Account;
use crate::order::TradeState;
use crate::sandbox::State;

use super::body::Object;
use super::problem::Problem;
use super::query::{not_found, theirs};

pub(super) fn close(
    state: &mut State,
    account: &Account,
    body: &Object<'_>,
    out_trade_no: &str,
    partner: bool,
) -> Result<(), Problem> {
    let mchid = if partner { "sp_mchid" } else { "mchid" };
    if body.text(mchid, 1, 32)? != account.mch_id {
        return Err(body.wrong(mchid, "is not the caller's"));
    }
    let sub_mch_id = if partner { body.text("sub_mchid", 1, 32)? } else { "" };
    theirs(state.books.order(out_trade_no), sub_mch_id)?;
    let order = state.books.order_mut(out_trade_no).ok_or_else(not_found)?;
    match order.trade_state() {
        TradeState::Success | TradeState::Refund => {
            Err(Problem::new(400, "ORDERPAID", "该订单已支付", "the order is paid"))
        }
        TradeState::Closed => Ok(()),
        TradeState::NotPay => {
            order.closed = true;
            Ok(())
        }
    }
}
