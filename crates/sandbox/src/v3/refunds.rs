//! `POST /v3/refund/domestic/refunds` and `GET …/{out_refund_no}`: money goes back, all or a part.
//! The notification tells a part of the same object.
//! Sources: pay.weixin.qq.com/doc/v3/merchant/4012791903 to 4012791906.

use serde_json::{Value, json};

use crate::account::Account;
use crate::clock;
use crate::gateway::fields::{is_notify_url, is_out_refund_no};
use crate::notify::content::RefundApi;
use crate::order::Order;
use crate::refund::{NoRefund, Refund, Wanted};
use crate::sandbox::State;
use crate::settings::RefundEnd;

use super::body::Object;
use super::problem::Problem;
use super::unknown;

const KNOWN: [&str; 9] = [
    "sub_mchid",
    "transaction_id",
    "out_trade_no",
    "out_refund_no",
    "reason",
    "notify_url",
    "funds_account",
    "amount",
    "goods_detail",
];

/// From where a merchant may say that the money comes; the account of an answer may be another.
const FUNDS: [&str; 2] = ["AVAILABLE", "UNSETTLED"];

pub(super) fn make(
    state: &mut State,
    account: &Account,
    body: &Object<'_>,
    pub_key: bool,
) -> Result<Value, Problem> {
    check_names(body)?;
    let out_refund_no = body.text("out_refund_no", 1, 64)?;
    if !is_out_refund_no(out_refund_no) {
        return Err(body.wrong("out_refund_no", "has characters other than 0-9 A-Z a-z _ - | * @"));
    }
    let notify_url = body.maybe_text("notify_url", 1, 256)?.unwrap_or_default();
    if !notify_url.is_empty() && !is_notify_url(notify_url) {
        return Err(body.wrong("notify_url", "is no http(s) address, or has a query"));
    }
    let amount = body.object("amount")?;
    if amount.text("currency", 1, 16)? != "CNY" {
        return Err(amount.wrong("currency", "is not CNY"));
    }
    check_sources(&amount)?;
    check_goods(body)?;
    if body.maybe_text("funds_account", 1, 32)?.is_some_and(|name| !FUNDS.contains(&name)) {
        return Err(body.wrong("funds_account", &format!("is none of {}", FUNDS.join(", "))));
    }
    let wanted = Wanted {
        out_refund_no: out_refund_no.to_owned(),
        amount: amount.fen("refund")?,
        total: amount.fen("total")?,
        reason: body.maybe_text("reason", 1, 80)?.unwrap_or_default().to_owned(),
        notify_url: notify_url.to_owned(),
        at_console: false,
    };
    let sub_mch_id = body.maybe_text("sub_mchid", 1, 32)?.unwrap_or_default();
    let order = match (
        body.maybe_text("transaction_id", 1, 32)?,
        body.maybe_text("out_trade_no", 6, 32)?,
    ) {
        (Some(id), None) => state.books.by_transaction_id(id),
        (None, Some(number)) => state.books.order(number),
        _ => return Err(body.wrong("transaction_id", "or out_trade_no is required, not both")),
    };
    // Without a sub-merchant it is the caller's own order, with one that sub-merchant's.
    let number = order
        .filter(|order| order.sub_mch_id() == sub_mch_id)
        .map(|order| order.out_trade_no().to_owned());
    let refund = state.refund(account, number.as_deref(), wanted, RefundApi::V3 { pub_key });
    let now = state.clock.now();
    refund.map(|refund| tell(&refund, now)).map_err(refuse)
}

/// `amount.from` (pay.weixin.qq.com/doc/v3/merchant/4012791903).
fn check_sources(amount: &Object<'_>) -> Result<(), Problem> {
    for source in amount.maybe_objects("from")? {
        if !["AVAILABLE", "UNAVAILABLE"].contains(&source.text("account", 1, 32)?) {
            return Err(source.wrong("account", "is neither AVAILABLE nor UNAVAILABLE"));
        }
        source.fen("amount")?;
    }
    Ok(())
}

/// `goods_detail` (same source).
fn check_goods(body: &Object<'_>) -> Result<(), Problem> {
    for one in body.maybe_objects("goods_detail")? {
        one.text("merchant_goods_id", 1, 32)?;
        one.maybe_text("wechatpay_goods_id", 1, 32)?;
        one.maybe_text("goods_name", 1, 256)?;
        for name in ["unit_price", "refund_amount", "refund_quantity"] {
            if one.integer(name)? < 0 {
                return Err(one.wrong(name, "is below zero"));
            }
        }
    }
    Ok(())
}

fn check_names(body: &Object<'_>) -> Result<(), Problem> {
    let unknown = body.names().filter(|name| !KNOWN.contains(name));
    unknown::refuse(unknown.map(|name| format!("/body/{name}")).collect())
}

fn refuse(why: NoRefund) -> Problem {
    match why {
        NoRefund::NoOrder => {
            Problem::new(404, "RESOURCE_NOT_EXISTS", "订单号不存在", "no such order in the books")
        }
        NoRefund::NotPaid => Problem::invalid("订单未支付", "the order is not paid"),
        NoRefund::Mismatch => Problem::invalid(
            "订单金额或退款金额与之前请求不一致，请核实后再试",
            "total is not the order's, or out_refund_no was used for another refund",
        ),
        NoRefund::Exhausted => Problem::invalid("订单已全额退款", "nothing is left to refund"),
        NoRefund::TooMuch => {
            Problem::invalid("退款金额大于可退金额", "more than is left of the order")
        }
        NoRefund::TooMany => Problem::invalid("部分退款次数超限", "50 refunds of one order"),
        NoRefund::TooLate => Problem::invalid("订单已经超过退款期限", "the payment is a year old"),
    }
}

pub(super) fn find(state: &State, sub_mch_id: &str, out_refund_no: &str) -> Result<Value, Problem> {
    let absent =
        || Problem::new(404, "RESOURCE_NOT_EXISTS", "退款单不存在", "no such refund in the books");
    let found = state.books.refund(out_refund_no);
    let theirs =
        |refund: &&Refund| state.books.order_of(sub_mch_id, &refund.out_trade_no).is_some();
    let refund = found.filter(theirs).ok_or_else(absent)?;
    Ok(tell(refund, state.clock.now()))
}

fn tell(refund: &Refund, now: u64) -> Value {
    let (amount, total) = (refund.wanted.amount, refund.wanted.total);
    let ended = refund.ended(now);
    let mut told = json!({
        "refund_id": refund.refund_id,
        "out_refund_no": refund.wanted.out_refund_no,
        "transaction_id": refund.transaction_id,
        "out_trade_no": refund.out_trade_no,
        "channel": "ORIGINAL",
        "user_received_account": "支付用户零钱",
        "create_time": clock::rfc3339(refund.made_at),
        "status": ended.map_or("PROCESSING", status),
        "funds_account": "AVAILABLE",
        "amount": {
            "total": total,
            "refund": amount,
            "payer_total": total,
            "payer_refund": amount,
            "settlement_total": total,
            "settlement_refund": amount,
            "discount_refund": 0,
            "currency": "CNY",
        },
    });
    if ended == Some(RefundEnd::Success) {
        told["success_time"] = clock::rfc3339(refund.ends_at).into();
    }
    told
}

/// What the notification at the end of a refund says.
pub(crate) fn news(account: &Account, order: &Order, refund: &Refund) -> Value {
    let (amount, total) = (refund.wanted.amount, refund.wanted.total);
    let mut told = json!({
        "out_trade_no": refund.out_trade_no,
        "transaction_id": refund.transaction_id,
        "out_refund_no": refund.wanted.out_refund_no,
        "refund_id": refund.refund_id,
        "refund_status": status(refund.ends()),
        "user_received_account": "支付用户零钱",
        "amount": {
            "total": total, "refund": amount, "payer_total": total, "payer_refund": amount,
        },
    });
    // A service provider's order names both (github.com/wechatpay-im/website, webhook/v3/REFUND.SUCCESS.md).
    match order.sub_mch_id() {
        "" => told["mchid"] = account.mch_id.as_str().into(),
        sub_mch_id => {
            told["sp_mchid"] = account.mch_id.as_str().into();
            told["sub_mchid"] = sub_mch_id.into();
        }
    }
    if refund.ends() == RefundEnd::Success {
        told["success_time"] = clock::rfc3339(refund.ends_at).into();
    }
    told
}

fn status(end: RefundEnd) -> &'static str {
    match end {
        RefundEnd::Success => "SUCCESS",
        RefundEnd::Abnormal => "ABNORMAL",
        RefundEnd::Closed => "CLOSED",
    }
}
