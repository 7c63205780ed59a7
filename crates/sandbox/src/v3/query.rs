//! `GET /v3/pay/transactions/out-trade-no/{out_trade_no}` and `/id/{transaction_id}`, and the same
//! under `/partner`: what has become of an order. The notification tells the same object.
//! Sources: pay.weixin.qq.com/doc/v3/merchant/4012791899 and 4012791900.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::account::Account;
use crate::clock;
use crate::order::{Order, TradeState};

use super::problem::Problem;
use super::unknown;

/// Whether the query names the caller: `mchid`, for partners `sp_mchid` and `sub_mchid`. Gives the
/// sub-merchant, empty where there is none.
pub(super) fn check<'a>(
    account: &Account,
    query: &'a BTreeMap<String, String>,
    partner: bool,
) -> Result<&'a str, Problem> {
    let wanted: &[&str] = if partner { &["sp_mchid", "sub_mchid"] } else { &["mchid"] };
    unknown::check_query(query.keys(), wanted)?;
    for name in wanted {
        let value = query.get(*name).map_or("", String::as_str);
        let right = if *name == "sub_mchid" { !value.is_empty() } else { value == account.mch_id };
        if !right {
            let issue = if value.is_empty() { "is required" } else { "is not the caller's" };
            return Err(Problem::field("query", name, &value.into(), issue));
        }
    }
    Ok(query.get("sub_mchid").filter(|_| partner).map_or("", String::as_str))
}

/// The order, if it was made for the merchant that asks: a partner's is another merchant's than its
/// own, and that of one sub-merchant than that of the next.
pub(super) fn theirs<'a>(found: Option<&'a Order>, sub_mch_id: &str) -> Result<&'a Order, Problem> {
    found.filter(|order| order.sub_mch_id() == sub_mch_id).ok_or_else(not_found)
}

pub(super) fn not_found() -> Problem {
    Problem::new(404, "ORDER_NOT_EXIST", "订单不存在", "no such order in the books")
}

/// The order as API v3 tells it.
pub(crate) fn tell(order: &Order) -> Value {
    let field = |name: &str| order.field(name);
    let partner = !field("sub_mch_id").is_empty();
    let mut told = if partner {
        json!({ "sp_appid": field("appid"), "sp_mchid": field("mch_id"), "sub_mchid": field("sub_mch_id") })
    } else {
        json!({ "appid": field("appid"), "mchid": field("mch_id") })
    };
    told["out_trade_no"] = order.out_trade_no().into();
    told["trade_state"] = order.trade_state().as_str().into();
    told["trade_state_desc"] = match order.trade_state() {
        TradeState::Success => "支付成功",
        TradeState::Refund => "订单发生过退款，退款详情请查询退款单",
        TradeState::NotPay => "订单未支付",
        TradeState::Closed => "订单已关闭",
    }
    .into();
    if !field("sub_appid").is_empty() {
        told["sub_appid"] = field("sub_appid").into();
    }
    if !field("attach").is_empty() {
        told["attach"] = field("attach").into();
    }
    let payer = match (field("openid"), field("sub_openid")) {
        (_, sub) if !sub.is_empty() => json!({ "sub_openid": sub }),
        (sp, _) if partner => json!({ "sp_openid": sp }),
        (openid, _) => json!({ "openid": openid }),
    };
    told["payer"] = payer;
    told["amount"] = json!({ "total": order.total, "currency": "CNY" });
    if let Some(payment) = &order.payment {
        told["transaction_id"] = payment.transaction_id.as_str().into();
        told["trade_type"] = "JSAPI".into();
        // OTHERS is what the balance of the buyer's wallet is called in API v3.
        told["bank_type"] = "OTHERS".into();
        told["success_time"] = clock::rfc3339(payment.time).into();
        told["amount"]["payer_total"] = order.total.into();
        told["amount"]["payer_currency"] = "CNY".into();
    }
    told
}
