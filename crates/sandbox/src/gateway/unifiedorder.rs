//! `/pay/unifiedorder`: an order is made, or made again, and gets a `prepay_id`.
//! Source: pay.weixin.qq.com/doc/v2/merchant/4011940985.

use std::net::IpAddr;

use crate::clock;
use crate::order::{Order, Signing, TradeState};
use crate::sandbox::State;
use crate::signature::Fields;

use super::answer::{Answer, Cause};
use super::fields::{is_notify_url, is_out_trade_no, required, required_fee, value};
use super::request::Request;

/// Between start and end of an order (pay.weixin.qq.com, 参数规定).
const SHORTEST: u64 = 60;

pub(crate) fn judge(state: &mut State, request: &Request) -> Answer {
    let (out_trade_no, total) = match check(state, &request.fields) {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    let wanted = lasting(request);
    let now = state.clock.now();
    match state.books.order(out_trade_no) {
        None => {
            if let Some(reason) = ends_too_soon(&request.fields, now) {
                // Seen in real answers, "previous" ends among them; it still says the five minutes that
                // the documentation asked for then. Now it is one.
                let words = "time_expire时间过短，刷卡至少1分钟，其他5分钟";
                return Answer::failed("PARAM_ERROR", words, reason);
            }
            let signing = Signing::V2(request.sign_type);
            state.books.enter(Order::new(wanted, signing, total));
        }
        Some(order) => {
            if let Some(answer) = refuse_again(order, &wanted) {
                return answer;
            }
        }
    }
    match state.books.make_prepay(out_trade_no, now) {
        Some(id) => Answer::done(vec![("trade_type", "JSAPI".to_owned()), ("prepay_id", id)]),
        None => Answer::failed("SYSTEMERROR", "系统错误", "the order is not in the books"),
    }
}

fn check<'a>(state: &State, fields: &'a Fields) -> Result<(&'a str, u32), Answer> {
    let (out_trade_no, total) = check_values(state, fields).map_err(Answer::refused)?;
    check_rules(fields, out_trade_no)?;
    Ok((out_trade_no, total))
}

/// What WeChat refuses with `return_code` FAIL and words of its own.
fn check_values<'a>(state: &State, fields: &'a Fields) -> Result<(&'a str, u32), Cause> {
    required(fields, "body")?;
    let out_trade_no = required(fields, "out_trade_no")?;
    required(fields, "total_fee")?;
    let ip = required(fields, "spbill_create_ip")?;
    let notify_url = required(fields, "notify_url")?;
    let trade_type = required(fields, "trade_type")?;
    let total = required_fee(fields, "total_fee")?;
    if ip.parse::<IpAddr>().is_err() {
        let reason = format!("spbill_create_ip is {ip:?}: neither IPv4 nor IPv6");
        return Err(Cause::new("invalid spbill_create_ip", reason));
    }
    if !is_notify_url(notify_url) {
        let reason = "notify_url is no http(s) address, or has a query";
        return Err(Cause::new("invalid notify_url", reason));
    }
    if trade_type == "JSAPI" {
        // Service providers may name the buyer by the sub-merchant's mini program.
        let sub_openid = value(fields, "sub_openid");
        if sub_openid.is_some() && value(fields, "sub_appid").is_none() {
            return Err(Cause::new(
                "sub_openid与sub_appid不匹配",
                "sub_openid came without sub_appid",
            ));
        }
        let known = match (value(fields, "openid"), sub_openid) {
            (Some(openid), _) => state.logins.knows(required(fields, "appid")?, openid),
            (None, Some(openid)) => state.logins.knows_anywhere(openid),
            (None, None) => {
                return Err(Cause::new("JSAPI支付必须传openid", "openid is missing or empty"));
            }
        };
        if !known {
            let reason = "the openid was never given out for this appid";
            return Err(Cause::new("appid and openid not match", reason));
        }
    }
    Ok((out_trade_no, total))
}

/// What WeChat refuses with `result_code` FAIL.
fn check_rules(fields: &Fields, out_trade_no: &str) -> Result<(), Answer> {
    let invalid = |reason: String| Err(Answer::failed("INVALID_REQUEST", "参数错误", reason));
    match value(fields, "trade_type") {
        Some("JSAPI") => {}
        Some(other @ ("NATIVE" | "APP" | "MWEB")) => {
            let reason =
                format!("trade_type is {other}; this sandbox plays JSAPI, which mini programs use");
            return Err(Answer::failed("NOAUTH", "商户无此接口权限", reason));
        }
        other => return invalid(format!("trade_type is {other:?}, which is none")),
    }
    if !is_out_trade_no(out_trade_no) {
        return invalid("out_trade_no has characters other than 0-9 A-Z a-z _ - | *".into());
    }
    if let Some(other) = value(fields, "fee_type").filter(|fee_type| *fee_type != "CNY") {
        return invalid(format!("fee_type is {other:?}, not CNY"));
    }
    for name in ["time_start", "time_expire"] {
        if value(fields, name).is_some_and(|text| clock::read_beijing(text).is_none()) {
            return invalid(format!("{name} is not yyyyMMddHHmmss"));
        }
    }
    Ok(())
}

/// Why an order cannot be made with this `time_expire`: it is over, or less than a minute after
/// `time_start`, or after now where that is left out. An order that was made comes again with the same
/// times, so they are looked at once.
fn ends_too_soon(fields: &Fields, now: u64) -> Option<String> {
    let time = |name: &str| value(fields, name).and_then(clock::read_beijing);
    let end = time("time_expire")?;
    if end <= now {
        return Some(format!("time_expire is over: it is {} now", clock::beijing(now)));
    }
    let start = time("time_start").unwrap_or(now);
    let left = end.saturating_sub(start);
    (left < SHORTEST).then(|| format!("time_expire is {left} seconds after the start; least is 60"))
}

/// What must be the same when an order is made again: all but what changes with every message.
fn lasting(request: &Request) -> Fields {
    let mut fields = request.fields.clone();
    fields.retain(|name, value| !value.is_empty() && name != "nonce_str" && name != "sign");
    // Left out or spelled out, MD5 is the same.
    fields.insert("sign_type".to_owned(), request.sign_type.as_str().to_owned());
    fields
}

fn refuse_again(order: &Order, wanted: &Fields) -> Option<Answer> {
    match order.trade_state() {
        TradeState::Success | TradeState::Refund => {
            Some(Answer::failed("ORDERPAID", "该订单已支付", "the order is paid"))
        }
        TradeState::Closed => {
            Some(Answer::failed("ORDERCLOSED", "订单已关闭", "the order was closed"))
        }
        TradeState::NotPay if order.fields != *wanted => {
            let changed = order.changed_names(wanted).join(", ");
            let reason = format!("the order was made with another value of: {changed}");
            Some(Answer::failed("INVALID_REQUEST", "201 商户订单号重复", reason))
        }
        TradeState::NotPay => None,
    }
}
