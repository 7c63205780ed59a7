//! What the client said. Many words that are reported as a wrong signature are about something else, and
//! WeChat checks it before the signature: the order's age and state, the appid, the scene.

use super::case::Message;
use super::cause::Cause;
use super::finding::{Checked, Finding, Mistake, Verdict};
use super::said::Said;
use crate::Lang;
use crate::cashier::{Ended, Words};
use crate::error::{Code, Error};

/// Examines the words of a refused payment; none where they say nothing.
pub fn words(words: &str) -> Option<Checked> {
    let said = words.trim();
    if said.is_empty() {
        return None;
    }
    let code = match scene(said) {
        Some((en, zh)) => {
            let scene = Mistake::new(Cause::Scene, "", said, Said::both(en, zh));
            return Some(Checked::new("words", Verdict::Unchecked, vec![Finding::certain(scene)]));
        }
        None => match (Words { err_msg: said.into(), ..Words::default() }).ended() {
            Ended::Failed(code) => code,
            _ => return None,
        },
    };
    if matches!(code, Code::SignRefused | Code::CashierFailed) {
        return None;
    }
    let error = Error::new(code, "").found(said);
    let mend = Said::both(error.hint(Lang::En), error.hint(Lang::Zh));
    let scene = Mistake::new(Cause::Scene, "", said, mend);
    Some(Checked::new("words", Verdict::Unchecked, vec![Finding::certain(scene)]))
}

/// Why an answer of unified order refuses, in its own words.
pub fn of_answer(answer: &Message) -> String {
    let failed = |name: &str| !matches!(answer.get(name), "" | "SUCCESS");
    if failed("return_code") {
        return answer.get("return_msg").to_owned();
    }
    let words = [answer.get("err_code"), answer.get("err_code_des")];
    if failed("result_code") { words.join(" ") } else { String::new() }
}

/// Words that no code of the cashier is for (wechatpay-apiv3/wechatpay-skills, 基础支付常见问题.md §一 and §五;
/// 支付场景非法 comes of an order of another trade_type, as the headers of Tencent's TVS SDK say).
fn scene(said: &str) -> Option<(&'static str, &'static str)> {
    let has = |words: &[&str]| words.iter().any(|word| said.contains(word));
    Some(if has(&["支付场景非法"]) {
        (
            "The prepay_id is of another kind of payment: order with trade_type JSAPI.",
            "prepay_id 属于其他支付产品，请以 trade_type=JSAPI 下单。",
        )
    } else if has(&["当前商户该支付方式存在异常"]) {
        (
            "The prepay_id is of another product, or it was opened from APP or H5.",
            "prepay_id 来自其他支付产品，或从 APP、H5 拉起。",
        )
    } else if has(&["appid与openid不匹配", "appid and openid not match"]) {
        (
            "The openid must be of the appid that orders: call wx.login in this mini program.",
            "openid 必须属于下单的 appid，请在当前小程序中 wx.login 获取。",
        )
    } else if has(&["APPID_MCHID_NOT_MATCH", "appid和mch_id不匹配", "appid与mch_id不匹配"])
    {
        (
            "Bind the appid to the merchant number in the merchant console.",
            "请在商户平台把 appid 与商户号绑定。",
        )
    } else if has(&["web-view", "webview"]) {
        (
            "A web-view cannot pay: go back to a page of the mini program.",
            "web-view 内不能支付，请回到小程序原生页面。",
        )
    } else {
        return None;
    })
}
