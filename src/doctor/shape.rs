//! What the form of the parameters says by itself: no key is needed for it, and it is certain.

use super::call::Call;
use super::case::{Case, Given, MessageKind};
use super::cause::Cause;
use super::finding::{Finding, Mistake};
use super::said::Said;
use super::secret::{Kind, Secret};
use crate::value::{SignType, is_app_constant};

/// Everything that is wrong with a call as it was sent, but its signature's own form.
pub fn call(case: &Case, call: &Call<'_>) -> Vec<Finding> {
    let mut mistakes = Vec::new();
    names_and_types(call, &mut mistakes);
    values(call, &mut mistakes);
    against_the_order(case, call, &mut mistakes);
    mistakes.into_iter().map(Finding::certain).collect()
}

fn sent() -> Said {
    Said::both("sent", "传入")
}

fn names_and_types(call: &Call<'_>, mistakes: &mut Vec<Mistake>) {
    if let Some(name) = call.of_app() {
        mistakes.push(Mistake::new(Cause::AppForm, "package", name, ""));
    }
    for (name, parameter) in Call::names().zip(call.parameters()) {
        let Some(parameter) = parameter else {
            // the client takes MD5 where there is no signType: it is missed by the signature alone
            if name != "signType" {
                mistakes.push(Mistake::new(Cause::MissingField, name, "", ""));
            }
            continue;
        };
        if parameter.sent_as != name {
            let cause = if name == "package" { Cause::PackageAlias } else { Cause::SentName };
            mistakes.push(Mistake::new(cause, name, parameter.sent_as, name));
        }
        if let Given::Other { kind, .. } = parameter.value {
            mistakes.push(Mistake::new(Cause::NotText, name, *kind, "String"));
        }
        let text = parameter.value.text();
        if name != "paySign" && trimmed(text) != text {
            mistakes.push(Mistake::new(Cause::SentSpace, name, "", ""));
        }
    }
    for (name, value) in call.all() {
        for eaten in ["×tamp", "&times"] {
            if name.contains(eaten) || value.text().contains(eaten) {
                mistakes.push(Mistake::new(Cause::HtmlEntity, name, "×tamp", "&timestamp"));
            }
        }
    }
}

fn values(call: &Call<'_>, mistakes: &mut Vec<Mistake>) {
    let time = trimmed(call.text("timeStamp"));
    let digits = time.bytes().all(|b| b.is_ascii_digit());
    match time.len() {
        0 => {}
        13 if digits => mistakes.push(Mistake::new(Cause::Milliseconds, sent(), time, "")),
        10 if digits && !time.starts_with('0') => {}
        _ => mistakes.push(Mistake::new(Cause::TimeForm, "timeStamp", time, "")),
    }
    let nonce = call.text("nonceStr").chars().count();
    if nonce > 32 {
        mistakes.push(Mistake::new(
            Cause::ValueLength,
            "nonceStr",
            Said::both(format!("{nonce} characters"), format!("{nonce} 个字符")),
            Said::both("at most 32", "最多 32 个"),
        ));
    }
    mistakes.extend(package(trimmed(call.text("package"))));
    let sign_type = call.text("signType");
    if !sign_type.is_empty() && SignType::parse(sign_type).is_err() {
        mistakes.push(Mistake::new(Cause::SignTypeSpelling, "signType", sign_type, ""));
    }
}

fn package(package: &str) -> Option<Mistake> {
    let broken = |en: &str, zh: &str| {
        Some(Mistake::new(Cause::PackageBroken, "package", Said::both(en, zh), ""))
    };
    if package.is_empty() {
        return None;
    }
    if is_app_constant(package) {
        return Some(Mistake::new(Cause::AppForm, "package", package, ""));
    }
    match package.strip_prefix("prepay_id=") {
        Some("") => broken("prepay_id= with nothing behind it", "只有 prepay_id=，后面没有值"),
        Some("undefined" | "null" | "None" | "[object Object]") => broken(
            "prepay_id= of a value that is not there",
            "prepay_id= 后面的值不存在（undefined/null）",
        ),
        Some(id) if id.starts_with("prepay_id=") => {
            broken("prepay_id= twice", "prepay_id= 写了两次")
        }
        Some(id) if id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') => None,
        Some(_) => broken("a prepay_id with other characters in it", "prepay_id 里有其他字符"),
        None if package.contains("%3D") || package.contains("%3d") => {
            Some(Mistake::new(Cause::UrlEncoded, "package", "prepay_id%3D", "prepay_id="))
        }
        None => Some(Mistake::new(Cause::PackagePrefix, sent(), package, "")),
    }
}

fn against_the_order(case: &Case, call: &Call<'_>, mistakes: &mut Vec<Mistake>) {
    let passed = call.text("paySign");
    for message in &case.messages {
        let said = match message.kind {
            MessageKind::Order => Said::both("the order", "下单请求"),
            MessageKind::Answer => Said::both("the order's answer", "下单应答"),
            MessageKind::Notification => continue,
        };
        if !passed.is_empty() && message.get("sign") == passed {
            mistakes.push(Mistake::new(Cause::OrderSign, "paySign", said, ""));
        }
    }
    if let Some(request) = &case.request {
        let authorization = super::case::header(&request.headers, "authorization");
        if passed.len() > 40 && authorization.contains(passed) {
            let said = Said::both("the Authorization header", "Authorization 请求头");
            mistakes.push(Mistake::new(Cause::OrderSign, "paySign", said, ""));
        }
    }
    let sign_type = match call.text("signType") {
        "" => "MD5",
        text => text,
    };
    let v3 = case.request.is_some() || case.messages.iter().any(super::case::Message::is_v3);
    let v2 = case.messages.iter().any(super::case::Message::is_v2);
    if v2 && sign_type == "RSA" {
        mistakes.push(Mistake::new(Cause::ApiMixed, "signType", "v3 (RSA)", "v2"));
    } else if v3 && !v2 && sign_type != "RSA" {
        mistakes.push(Mistake::new(Cause::ApiMixed, "signType", format!("v2 ({sign_type})"), "v3"));
    } else if let Some(order) = case.message(MessageKind::Order).filter(|order| order.is_v2()) {
        let ordered = Some(order.get("sign_type")).filter(|text| !text.is_empty()).unwrap_or("MD5");
        if ordered != sign_type && SignType::parse(sign_type).is_ok() {
            let cause = Cause::OrderSignTypeDiffers;
            mistakes.push(Mistake::new(cause, "signType", sign_type, ordered));
        }
    }
    // the running mini program pays orders of its own appid alone
    if !case.app_id.is_empty() {
        for message in &case.messages {
            let sub = ["sub_appid", "appid"].iter().map(|name| message.get(name));
            if let Some(of_order) = sub.into_iter().find(|id| !id.is_empty())
                && of_order != case.app_id
            {
                let cause = Cause::OrderAppId;
                mistakes.push(Mistake::new(cause, "appid", &case.app_id, of_order));
                break;
            }
        }
    }
}

/// The keys themselves.
pub fn keys(secrets: &[Secret]) -> Vec<Finding> {
    let mut mistakes = Vec::new();
    for secret in secrets {
        let (text, inner) = (secret.expose(), secret.trimmed());
        if inner != text {
            let space = space(text);
            mistakes.push(Mistake::new(Cause::KeySpace, secret.kind().said(), space, ""));
        }
        let count = inner.chars().count();
        match secret.kind() {
            Kind::ApiV2 | Kind::ApiV3 if count != 32 || !inner.is_ascii() => {
                mistakes.push(Mistake::new(
                    Cause::KeyShape,
                    secret.kind().said(),
                    Said::both(format!("{count} characters"), format!("{count} 个字符")),
                    Said::both("32 of ASCII", "32 个 ASCII 字符"),
                ));
            }
            _ => {}
        }
    }
    mistakes.into_iter().map(Finding::certain).collect()
}

/// A key that may be another one, for where nothing else explains a signature.
pub fn key_suspects(secrets: &[Secret]) -> Vec<Finding> {
    let hex = |text: &str| {
        text.len() == 32 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
    };
    let suspects = secrets.iter().filter(|secret| secret.kind() != Kind::AppSecret);
    suspects
        .filter(|secret| hex(secret.trimmed()))
        .map(|secret| {
            Finding::possible(Mistake::new(Cause::KeyLooksLikeSecret, secret.kind().said(), "", ""))
        })
        .collect()
}

/// What kind of white space is around a key.
pub fn space(text: &str) -> Said {
    let outside = |c: char| text.starts_with(c) || text.ends_with(c);
    if outside('\u{feff}') {
        Said::both("a byte order mark", "BOM")
    } else if outside('\n') || outside('\r') {
        Said::both("a line end", "换行")
    } else if outside('\u{3000}') {
        Said::both("a full-width blank", "全角空格")
    } else {
        Said::both("a blank", "空格")
    }
}

/// Without what is around it.
pub fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
}
