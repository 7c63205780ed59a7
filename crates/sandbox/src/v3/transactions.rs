//! `POST /v3/pay/transactions/jsapi` and `/v3/pay/partner/transactions/jsapi`: an order is made, or
//! made again, and gets a `prepay_id`. Sources: pay.weixin.qq.com/doc/v3/merchant/4012791897 and
//! doc/v3/partner/4012523593.

use std::net::IpAddr;

use serde_json::{Value, json};

use crate::account::Account;
use crate::clock;
use crate::gateway::fields::{is_notify_url, is_out_trade_no};
use crate::order::{Order, Signing, TradeState};
use crate::sandbox::State;
use crate::signature::Fields;

use super::body::Object;
use super::problem::Problem;

const DAY: u64 = 24 * 3600;

/// What `limit_pay` may forbid.
const LIMITS: [&str; 4] = ["no_balance", "no_credit", "no_debit", "balance_only"];

/// What is compared as it is when an order is made again.
const AS_SENT: [&str; 6] =
    ["goods_tag", "support_fapiao", "limit_pay", "detail", "scene_info", "settle_info"];

pub(super) fn make(
    state: &mut State,
    account: &Account,
    body: &Object<'_>,
    partner: bool,
    pub_key: bool,
) -> Result<Value, Problem> {
    let now = state.clock.now();
    let (mut fields, total) = read(account, body, partner)?;
    check_payer(state, &fields)?;
    let out_trade_no = fields.get("out_trade_no").cloned().unwrap_or_default();
    let end = body.maybe_text("time_expire", 1, 64)?;
    let end = end.map(|text| {
        clock::read_rfc3339(text)
            .ok_or_else(|| body.wrong("time_expire", "is not yyyy-MM-ddTHH:mm:ss+08:00"))
    });
    // Less than a minute becomes a minute, more than 90 days 90, nothing 7; it counts when the order
    // is made first.
    let end = match end.transpose()? {
        Some(end) => end.clamp(now + 60, now + 90 * DAY),
        None => now + 7 * DAY,
    };
    match state.books.order(&out_trade_no) {
        None => {
            fields.insert("api".to_owned(), "v3".to_owned());
            let mut order = Order::new(fields, Signing::Rsa, total);
            order.ends_at = Some(end);
            // Seven days is when WeChat closes what nobody paid (doc/v3/merchant/4012791901). Nothing
            // says so of an order with a later end: here it closes at that end.
            order.closes_at = Some(end.max(now + 7 * DAY));
            order.pub_key = pub_key;
            state.books.enter(order);
        }
        Some(order) => {
            fields.insert("api".to_owned(), "v3".to_owned());
            refuse_again(order, &fields)?;
        }
    }
    let made = state.books.make_prepay(&out_trade_no, now);
    let failed = || Problem::new(500, "SYSTEM_ERROR", "系统错误", "the order is not in the books");
    Ok(json!({ "prepay_id": made.ok_or_else(failed)? }))
}

/// The order under the names of API v2, which the rest of the sandbox knows.
fn read(account: &Account, body: &Object<'_>, partner: bool) -> Result<(Fields, u32), Problem> {
    let mut fields = Fields::new();
    let mut keep = |name: &str, value: &str| fields.insert(name.to_owned(), value.to_owned());
    let payer = body.object("payer")?;
    let (appid, mchid) = if partner { ("sp_appid", "sp_mchid") } else { ("appid", "mchid") };
    keep("appid", body.text(appid, 1, 32)?);
    keep("mch_id", body.text(mchid, 1, 32)?);
    if partner {
        keep("sub_mch_id", body.text("sub_mchid", 1, 32)?);
        if let Some(sub_appid) = body.maybe_text("sub_appid", 1, 32)? {
            keep("sub_appid", sub_appid);
        }
        match (payer.maybe_text("sp_openid", 1, 128)?, payer.maybe_text("sub_openid", 1, 128)?) {
            (Some(openid), None) => keep("openid", openid),
            (None, Some(openid)) if body.get("sub_appid").is_some() => keep("sub_openid", openid),
            (None, Some(_)) => return Err(body.wrong("sub_appid", "is required with sub_openid")),
            _ => return Err(payer.wrong("sp_openid", "or sub_openid is required, not both")),
        };
    } else {
        keep("openid", payer.text("openid", 1, 128)?);
    }
    let description = body.text("description", 1, 127)?;
    if description.chars().any(|c| c.len_utf8() > 3) {
        return Err(body.wrong("description", "has a character of four bytes, as emoji are"));
    }
    keep("body", description);
    let out_trade_no = body.text("out_trade_no", 6, 32)?;
    if !is_out_trade_no(out_trade_no) {
        return Err(body.wrong("out_trade_no", "has characters other than 0-9 A-Z a-z _ - | *"));
    }
    keep("out_trade_no", out_trade_no);
    let notify_url = body.text("notify_url", 1, 256)?;
    if !is_notify_url(notify_url) {
        return Err(body.wrong("notify_url", "is no http(s) address, or has a query"));
    }
    keep("notify_url", notify_url);
    if let Some(attach) = body.maybe_text("attach", 1, 128)? {
        keep("attach", attach);
    }
    let amount = body.object("amount")?;
    let total = amount.fen("total")?;
    amount.check_currency("currency")?;
    keep("total_fee", &total.to_string());
    check_extras(body)?;
    for name in AS_SENT {
        if let Some(value) = body.get(name) {
            keep(name, &value.to_string());
        }
    }
    check_account(account, &fields)?;
    if fields.get("sub_mch_id") == Some(&account.mch_id) {
        // 268443705 among WeChat's numbers that a Request-ID ends in; its words are on record nowhere.
        return Err(body.wrong("sub_mchid", "is the service provider's own number"));
    }
    Ok((fields, total))
}

/// What a merchant may add: kept and compared, but for its shape not looked at again.
fn check_extras(body: &Object<'_>) -> Result<(), Problem> {
    body.maybe_text("goods_tag", 1, 32)?;
    body.check_flag("support_fapiao")?;
    for value in body.maybe_list("limit_pay")?.unwrap_or_default() {
        if !value.as_str().is_some_and(|value| LIMITS.contains(&value)) {
            return Err(body.wrong("limit_pay", &format!("is none of {}", LIMITS.join(", "))));
        }
    }
    if let Some(detail) = body.maybe_object("detail")? {
        if detail.get("cost_price").is_some() && detail.integer("cost_price")? < 0 {
            return Err(detail.wrong("cost_price", "is not a whole number of fen"));
        }
        detail.maybe_text("invoice_id", 1, 32)?;
        check_goods(&detail)?;
    }
    if let Some(scene) = body.maybe_object("scene_info")? {
        if scene.text("payer_client_ip", 1, 45)?.parse::<IpAddr>().is_err() {
            return Err(scene.wrong("payer_client_ip", "is neither IPv4 nor IPv6"));
        }
        scene.maybe_text("device_id", 1, 32)?;
        if let Some(store) = scene.maybe_object("store_info")? {
            store.text("id", 1, 32)?;
            store.maybe_text("name", 1, 256)?;
            store.maybe_text("area_code", 1, 32)?;
            store.maybe_text("address", 1, 512)?;
        }
    }
    if let Some(settle) = body.maybe_object("settle_info")? {
        settle.check_flag("profit_sharing")?;
    }
    Ok(())
}

/// "条目个数限制：【1，6000】"; a number is "由半角的大小写字母、数字、中划线、下划线中的一种或几种组成"
/// (pay.weixin.qq.com/doc/v3/merchant/4012525182, detail, as published SDKs have copied its table).
fn check_goods(detail: &Object<'_>) -> Result<(), Problem> {
    let goods = detail.maybe_objects("goods_detail")?;
    if detail.get("goods_detail").is_some() && !(1..=6000).contains(&goods.len()) {
        return Err(detail.wrong("goods_detail", "has not 1 to 6000 entries"));
    }
    for one in goods {
        let id = one.text("merchant_goods_id", 1, 32)?;
        if !id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)) {
            return Err(one.wrong("merchant_goods_id", "has characters other than 0-9 A-Z a-z _ -"));
        }
        one.maybe_text("wechatpay_goods_id", 1, 32)?;
        one.maybe_text("goods_name", 1, 256)?;
        for (name, least) in [("quantity", 1), ("unit_price", 0)] {
            if one.integer(name)? < least {
                return Err(one.wrong(name, "is too small"));
            }
        }
    }
    Ok(())
}

fn check_account(account: &Account, fields: &Fields) -> Result<(), Problem> {
    if fields.get("mch_id") != Some(&account.mch_id) {
        let message = "http header中的mchid与post payload中的mchid不匹配";
        return Err(Problem::new(400, "PARAM_ERROR", message, "mchid is not the caller's"));
    }
    if !fields.get("appid").is_some_and(|appid| account.has_app(appid)) {
        let reason =
            format!("the appid is neither {} nor {}", account.appid, account.official_appid);
        return Err(Problem::new(400, "APPID_MCHID_NOT_MATCH", "appid和mch_id不匹配", reason));
    }
    Ok(())
}

fn check_payer(state: &State, fields: &Fields) -> Result<(), Problem> {
    let text = |name: &str| fields.get(name).map_or("", String::as_str);
    let known = match (text("openid"), text("sub_openid")) {
        ("", sub_openid) => state.logins.knows_anywhere(sub_openid),
        (openid, _) => state.logins.knows(text("appid"), openid),
    };
    if known {
        return Ok(());
    }
    let reason = "the openid was never given out for this appid";
    Err(Problem::new(500, "OPENID_MISMATCH", "appid与openid不匹配", reason))
}

fn refuse_again(order: &Order, wanted: &Fields) -> Result<(), Problem> {
    match order.trade_state() {
        TradeState::Success | TradeState::Refund => {
            Err(Problem::new(400, "ORDERPAID", "该订单已支付", "the order is paid"))
        }
        TradeState::Closed => {
            Err(Problem::new(400, "ORDER_CLOSED", "该订单已关闭", "the order was closed"))
        }
        TradeState::NotPay if order.fields != *wanted => {
            let changed = order.changed_names(wanted).join(", ");
            let reason = format!("the order was made with another value of: {changed}");
            Err(Problem::invalid("请求重入时，参数与首次请求时不一致", reason))
        }
        TradeState::NotPay => Ok(()),
    }
}
