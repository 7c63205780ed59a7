//! The signature of a message of API v2: an order, its answer, a notification.

use super::recipe::{Field, Recipe};
use super::{Examined, hash_of, is_same, key, slot};
use crate::doctor::case::{Case, Message, MessageKind};
use crate::doctor::cause::Cause;
use crate::doctor::finding::{Checked, Finding, Mistake, Verdict};
use crate::doctor::hash::Hash;
use crate::doctor::said::Said;
use crate::doctor::search::Step;
use crate::doctor::signature::{self, Form};
use crate::doctor::{shape, values};
use crate::value::SignType;

/// More fields than that are not altered one by one.
const MOST_FIELDS: usize = 40;

/// Examines `sign` of a message.
pub fn message(case: &Case, message: &Message) -> Checked {
    let subject = match message.kind {
        MessageKind::Order => "order",
        MessageKind::Answer => "answer",
        MessageKind::Notification => "notification",
    };
    let mut wrong = form(message);
    let sent = match signature::read("sign", message.get("sign")) {
        Form::Digest(read) => read,
        Form::Empty => {
            // "return_code≠SUCCESS ⇒ no sign": such an answer says why in words
            let unsigned = message.get("return_code") == "FAIL" || message.is_v3();
            if !unsigned && message.kind != MessageKind::Answer {
                wrong.push(Finding::certain(Mistake::new(Cause::SignMissing, "sign", "", "")));
            }
            let verdict = if wrong.is_empty() { Verdict::Unchecked } else { Verdict::Wrong };
            return Checked::new(subject, verdict, wrong);
        }
        Form::Rsa(_) => {
            let mixed = Mistake::new(Cause::ApiMixed, "sign", "v3 (RSA)", "v2");
            wrong.push(Finding::certain(mixed));
            return Checked::new(subject, Verdict::Wrong, wrong);
        }
        Form::Strange(mistake) => {
            wrong.push(Finding::certain(mistake));
            return Checked::new(subject, Verdict::Wrong, wrong);
        }
    };
    let hash = Hash::of_length(sent.bytes.len()).first().copied().unwrap_or(Hash::Md5);
    let named = message.get("sign_type");
    let ordered = case.message(MessageKind::Order).map_or("", |order| order.get("sign_type"));
    let mut preset = sent.mistakes;
    let received = message.kind != MessageKind::Order;
    // an answer may leave sign_type out: then the request's counts (easy-swoole/pay#38)
    let said = if received && named.is_empty() { ordered } else { named };
    let silent_hmac = received && named.is_empty() && hash == Hash::HmacSha256;
    // a misspelled type is told by itself
    let spelled = said.is_empty() || SignType::parse(said).is_ok();
    if hash_of(said) != Some(hash) && spelled && !silent_hmac {
        let cause = match hash {
            Hash::Md5 | Hash::HmacSha256 => Cause::SignTypeDiffers,
            _ => Cause::OtherHash,
        };
        let said = if said.is_empty() { "MD5" } else { said };
        preset.push(Mistake::new(cause, "sign_type", hash.as_str(), said));
    }
    if silent_hmac {
        let right = Recipe::new(fields(message), key(case).unwrap_or_default(), hash);
        if is_same(&right.digest(), &sent.bytes) && wrong.is_empty() && preset.is_empty() {
            let note = Finding::certain(Mistake::new(Cause::HmacAnswer, "sign_type", "", ""));
            return Checked::new(subject, Verdict::Right, vec![note]);
        }
    }
    let examined = Examined {
        subject,
        as_sent: fields(message),
        mended: fields(message),
        preset,
        wrong,
        sent: sent.bytes,
        hash,
        steps: steps(message),
        unknown: None,
    };
    examined.run(case)
}

fn fields(message: &Message) -> Vec<Field<'_>> {
    let signed = message.fields.iter().filter(|(name, _)| name != "sign");
    signed
        .map(|(name, value)| Field { role: name.into(), name: name.into(), value: value.into() })
        .collect()
}

/// What the fields say by themselves.
fn form(message: &Message) -> Vec<Finding> {
    let mut mistakes = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for (name, value) in &message.fields {
        if shape::trimmed(value) != value && message.kind == MessageKind::Order {
            mistakes.push(Mistake::new(Cause::SentSpace, name, "", ""));
        }
        if !seen.insert(name) {
            let twice = Said::both("two times", "两次");
            mistakes.push(Mistake::new(Cause::ValueForm, name, twice, Said::both("once", "一次")));
        }
        if name.starts_with('¬') || name.starts_with('×') {
            mistakes.push(Mistake::new(Cause::HtmlEntity, name, name, "&notify_url, &timestamp"));
        }
    }
    let sign_type = message.get("sign_type");
    if !sign_type.is_empty() && hash_of(sign_type).is_none() {
        mistakes.push(Mistake::new(Cause::SignTypeSpelling, "sign_type", sign_type, ""));
    }
    mistakes.into_iter().map(Finding::certain).collect()
}

fn steps<'a>(message: &Message) -> Vec<Step<Recipe<'a>>> {
    let mut steps = Vec::new();
    let names = || {
        message
            .fields
            .iter()
            .filter(|(name, _)| name != "sign")
            .take(MOST_FIELDS)
            .zip(slot::FIELD..)
    };
    for ((name, value), slot) in names() {
        if value.is_empty() {
            continue;
        }
        let mistake = Mistake::new(Cause::LeftOut, name, "", name);
        let role = name.clone();
        steps.push(Step::new(slot, mistake, move |recipe: &mut Recipe<'_>| recipe.remove(&role)));
        let camel = camel(name);
        if camel != *name {
            let mistake = Mistake::new(Cause::NameCase, name, &camel, name);
            let role = name.clone();
            steps.push(Step::new(slot, mistake, move |recipe: &mut Recipe<'_>| {
                recipe.rename(&role, &camel)
            }));
        }
    }
    let all: Vec<(String, String)> =
        names().map(|((name, _), _)| (name.clone(), camel(name))).collect();
    let mistake = Mistake::new(
        Cause::NameCase,
        "",
        "appId, mchId, nonceStr, …",
        "appid, mch_id, nonce_str, …",
    );
    steps.push(Step::new(slot::NAMES, mistake, move |recipe: &mut Recipe<'_>| {
        all.iter().for_each(|(name, camel)| recipe.rename(name, camel));
    }));
    empties(message, &mut steps);
    extras(message, &mut steps);
    altered(message, &mut steps);
    steps
}

/// Empty values that took part, one by one and all of them.
fn empties(message: &Message, steps: &mut Vec<Step<Recipe<'_>>>) {
    let empty: Vec<&str> = message
        .fields
        .iter()
        .filter(|(_, value)| value.is_empty())
        .map(|(name, _)| name.as_str())
        .collect();
    let keep = |names: &[&str]| {
        let drop: Vec<String> = empty
            .iter()
            .filter(|name| !names.contains(name))
            .map(|name| (*name).to_owned())
            .collect();
        let mistake = Mistake::new(Cause::EmptySigned, names.join(", "), "", "");
        Step::new(slot::EXTRA, mistake, move |recipe: &mut Recipe<'_>| {
            recipe.keep_empty = true;
            drop.iter().for_each(|name| recipe.remove(name));
        })
    };
    for name in &empty {
        steps.push(keep(&[name]));
    }
    if empty.len() > 1 {
        steps.push(keep(&empty));
    }
}

/// Fields that are signed out of habit though the message does not have them.
fn extras(message: &Message, steps: &mut Vec<Step<Recipe<'_>>>) {
    let given = [("sign", message.get("sign"))];
    let habits = [
        ("sign_type", "MD5"),
        ("sign_type", "HMAC-SHA256"),
        ("signType", "MD5"),
        ("trade_type", "JSAPI"),
        ("fee_type", "CNY"),
        ("device_info", "WEB"),
        ("sign", ""),
        ("attach", ""),
        ("detail", ""),
        ("device_info", ""),
    ];
    for (name, value) in given.into_iter().chain(habits) {
        if name != "sign" && message.fields.iter().any(|(each, _)| each == name) {
            continue;
        }
        let (name, value) = (name.to_owned(), value.to_owned());
        let (cause, done) = match value.is_empty() {
            true => (Cause::EmptySigned, name.clone()),
            false if name == "sign" => (Cause::SignedTooMuch, name.clone()),
            false => (Cause::SignedTooMuch, format!("{name}={value}")),
        };
        let should = Said::both("the parameters that are sent", "实际发送的参数");
        let mistake = Mistake::new(cause, done, "", should);
        steps.push(Step::new(slot::EXTRA, mistake, move |recipe: &mut Recipe<'_>| {
            recipe.keep_empty |= value.is_empty();
            if value.is_empty() {
                recipe.fields.retain(|field| !field.value.is_empty());
            }
            recipe.add(&name, &value);
        }));
    }
}

/// Values that were another text when they were signed.
fn altered(message: &Message, steps: &mut Vec<Step<Recipe<'_>>>) {
    let names = message.fields.iter().filter(|(name, _)| name != "sign");
    for ((name, value), slot) in names.take(MOST_FIELDS).zip(slot::FIELD..) {
        let mut step = |cause: Cause, text: String, done: Said, alone: bool| {
            let mistake = Mistake::new(cause, name, done, value);
            let role = name.clone();
            let step =
                Step::new(slot, mistake, move |recipe: &mut Recipe<'_>| recipe.set(&role, &text));
            steps.push(if alone { step.alone() } else { step });
        };
        if let Ok(fen) = value.parse::<u64>().map(|fen| fen.min(1 << 53))
            && name.ends_with("_fee")
        {
            for text in
                [format!("{fen}.0"), format!("{fen}.00"), format!("{}.{:02}", fen / 100, fen % 100)]
            {
                step(Cause::ValueForm, text.clone(), text.into(), false);
            }
        }
        let trimmed = shape::trimmed(value);
        if trimmed != value {
            let said = Said::both("without the white space around it", "去掉了首尾空白");
            step(Cause::ValueSpace, trimmed.into(), said, false);
        }
        if value.contains('&') {
            step(Cause::UrlEncoded, value.replace('&', "&amp;"), "&amp;".into(), false);
        }
        if value.contains("&amp;") {
            let plain = value.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
            step(Cause::ValueForm, plain, "&".into(), false);
        }
        if value.contains(|c: char| !c.is_ascii_alphanumeric()) {
            let encoded = super::recipe::url_encoded(value, true);
            step(Cause::UrlEncoded, encoded, name.into(), false);
        }
        if !value.is_empty() {
            for (before, behind, en, zh) in values::SPACES {
                let spaced = [before, value, behind].concat();
                step(Cause::ValueSpace, spaced, Said::both(en, zh), true);
            }
        }
    }
}

fn camel(name: &str) -> String {
    let mut camel = String::new();
    let mut upper = false;
    for c in name.chars() {
        if c == '_' {
            upper = true;
        } else if core::mem::take(&mut upper) {
            camel.push(c.to_ascii_uppercase());
        } else {
            camel.push(c);
        }
    }
    match camel.as_str() {
        "appid" => "appId".into(),
        "openid" => "openId".into(),
        _ => camel,
    }
}
