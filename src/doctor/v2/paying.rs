//! Mistakes in the five fields of a payment's signature: their names, their values, which of them.

use super::recipe::Recipe;
use super::slot;
use crate::doctor::call::Call;
use crate::doctor::case::{Case, MessageKind};
use crate::doctor::cause::Cause;
use crate::doctor::finding::Mistake;
use crate::doctor::said::Said;
use crate::doctor::search::Step;
use crate::doctor::values;

type Steps<'a> = Vec<Step<Recipe<'a>>>;

const SIGNED: &str = "appId, nonceStr, package, signType, timeStamp";

/// All of them, the likely ones first.
pub fn steps<'a>(case: &Case, call: &Call<'_>, app_id: &str) -> Steps<'a> {
    let mut steps = Vec::new();
    names(&mut steps);
    left_out(&mut steps);
    for (role, slot) in [
        ("package", slot::PACKAGE),
        ("timeStamp", slot::TIME),
        ("nonceStr", slot::NONCE),
        ("appId", slot::APP_ID),
    ] {
        let values = match role {
            "package" => values::packages(call.text("package")),
            "timeStamp" => values::times(call.text("timeStamp")),
            "nonceStr" => values::nonces(case, call),
            _ => values::app_ids(case, call, app_id),
        };
        for value in values {
            let (text, alone) = (value.text, value.alone);
            let step = Step::new(slot, value.mistake, move |recipe: &mut Recipe<'_>| {
                recipe.set(role, &text)
            });
            steps.push(if alone { step.alone() } else { step });
        }
    }
    sign_types(call, &mut steps);
    app_form(case, call, &mut steps);
    extra(case, call, &mut steps);
    spaces(&mut steps);
    steps
}

/// Spellings that are seen: of APP payment and the JS-SDK, of the order's XML, of classes in C#.
fn names(steps: &mut Steps<'_>) {
    let roles = ["appId", "timeStamp", "nonceStr", "signType"];
    let spelled = |role: &str, style: usize| match style {
        0 => role.to_ascii_lowercase(),
        1 => snake(role),
        _ => [&role[..1].to_ascii_uppercase(), &role[1..]].concat(),
    };
    for style in 0..3 {
        let mut masks: Vec<usize> = (1..16).collect();
        // fewer wrong names are likelier
        masks.sort_by_key(|mask| mask.count_ones());
        for mask in masks {
            let picked: Vec<&'static str> =
                (0..4).filter(|at| mask >> at & 1 == 1).map(|at| roles[at]).collect();
            let done: Vec<String> = picked.iter().map(|role| spelled(role, style)).collect();
            let field = picked.join(", ");
            let mistake = Mistake::new(Cause::NameCase, &field, done.join(", "), &field);
            let common = style == 0 || picked.len() == 1 || picked.len() == 4;
            let step = Step::new(slot::NAMES, mistake, move |recipe: &mut Recipe<'_>| {
                for (role, name) in picked.iter().zip(&done) {
                    recipe.rename(role, name);
                }
            });
            steps.push(if common { step } else { step.alone() });
        }
    }
    for name in ["packageValue", "packageVal", "package_", "Package", "prepay_id"] {
        let mistake = Mistake::new(Cause::PackageName, "package", name, "package");
        steps.push(Step::new(slot::PACKAGE, mistake, move |recipe: &mut Recipe<'_>| {
            recipe.rename("package", name)
        }));
    }
    let mistake = Mistake::new(Cause::PackageName, "package", "prepay_id=…", "package=prepay_id=…");
    steps.push(Step::new(slot::PACKAGE, mistake, |recipe: &mut Recipe<'_>| {
        if let Some(package) = recipe.field("package") {
            let id = package.value.strip_prefix("prepay_id=").unwrap_or(&package.value).to_owned();
            (package.name, package.value) = ("prepay_id".into(), id.into());
        }
    }));
}

fn snake(name: &str) -> String {
    let mut snake = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(c.to_ascii_lowercase());
    }
    snake
}

fn left_out(steps: &mut Steps<'_>) {
    for (role, slot) in [
        ("appId", slot::APP_ID),
        ("signType", slot::SIGN_TYPE),
        ("timeStamp", slot::TIME),
        ("nonceStr", slot::NONCE),
        ("package", slot::PACKAGE),
    ] {
        let cause = if role == "appId" { Cause::AppIdLeftOut } else { Cause::LeftOut };
        let mistake = Mistake::new(cause, role, "", role);
        steps.push(Step::new(slot, mistake, move |recipe: &mut Recipe<'_>| recipe.remove(role)));
    }
}

fn sign_types(call: &Call<'_>, steps: &mut Steps<'_>) {
    let sent = call.text("signType");
    let sent = if sent.is_empty() { "MD5" } else { sent };
    for other in ["MD5", "HMAC-SHA256", "RSA", "md5", "hmac-sha256", "HMAC_SHA256", "SHA1"] {
        if other != sent {
            let mistake = Mistake::new(Cause::ValueForm, "signType", other, sent);
            steps.push(Step::new(slot::SIGN_TYPE, mistake, move |recipe: &mut Recipe<'_>| {
                recipe.set("signType", other)
            }));
        }
    }
}

/// APP payment: appid, noncestr, package=Sign=WXPay, partnerid, prepayid, timestamp.
fn app_form(case: &Case, call: &Call<'_>, steps: &mut Steps<'_>) {
    let id = values::prepay_id(call.text("package")).to_owned();
    let mut partners = vec![case.mch_id.clone()];
    partners.extend(case.messages.iter().map(|message| message.get("mch_id").to_owned()));
    partners.extend(
        ["partnerid", "partnerId", "mch_id", "mchId"].map(|name| call.word(name).to_owned()),
    );
    partners.push(String::new());
    partners.dedup();
    for partner in partners {
        for constant in ["Sign=WXPay", ""] {
            let (id, partner) = (id.clone(), partner.clone());
            let mistake = Mistake::new(
                Cause::AppForm,
                "package",
                "appid, noncestr, package=Sign=WXPay, partnerid, prepayid, timestamp",
                SIGNED,
            );
            steps.push(Step::new(slot::NAMES, mistake, move |recipe: &mut Recipe<'_>| {
                for (role, name) in
                    [("appId", "appid"), ("nonceStr", "noncestr"), ("timeStamp", "timestamp")]
                {
                    recipe.rename(role, name);
                }
                if !constant.is_empty() {
                    recipe.set("package", constant);
                }
                recipe.add("prepayid", &id);
                recipe.add("partnerid", &partner);
                recipe.remove("signType");
            }));
        }
    }
}

/// Fields that were signed although they do not belong to it.
fn extra(case: &Case, call: &Call<'_>, steps: &mut Steps<'_>) {
    let id = values::prepay_id(call.text("package")).to_owned();
    let answer = case.message(MessageKind::Answer);
    let known = |name: &str| {
        let found = [answer, case.message(MessageKind::Order)].into_iter().flatten();
        found
            .map(|message| message.get(name))
            .find(|text| !text.is_empty())
            .unwrap_or("")
            .to_owned()
    };
    let mut fields: Vec<(String, String)> =
        call.others().take(12).map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    fields.push(("prepay_id".into(), id));
    for name in ["mch_id", "trade_type", "result_code", "return_code", "return_msg", "out_trade_no"]
    {
        fields.push((name.into(), known(name)));
    }
    if !case.mch_id.is_empty() {
        fields.push(("mch_id".into(), case.mch_id.clone()));
        fields.push(("partnerid".into(), case.mch_id.clone()));
    }
    fields.retain(|(_, value)| !value.is_empty());
    fields.dedup();
    if fields.len() > 1 {
        let all: Vec<(String, String)> =
            call.others().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let names: Vec<&str> = all.iter().map(|(name, _)| name.as_str()).collect();
        let mistake = Mistake::new(Cause::SignedTooMuch, names.join(", "), "", SIGNED);
        steps.push(Step::new(slot::EXTRA, mistake, move |recipe: &mut Recipe<'_>| {
            all.iter().for_each(|(name, value)| recipe.add(name, value));
        }));
    }
    for (name, value) in fields {
        let mistake = Mistake::new(Cause::SignedTooMuch, &name, "", SIGNED);
        steps.push(Step::new(slot::EXTRA, mistake, move |recipe: &mut Recipe<'_>| {
            recipe.add(&name, &value)
        }));
    }
}

/// White space around a value that is not in what was sent.
fn spaces(steps: &mut Steps<'_>) {
    for (role, slot) in [
        ("appId", slot::APP_ID),
        ("nonceStr", slot::NONCE),
        ("package", slot::PACKAGE),
        ("signType", slot::SIGN_TYPE),
        ("timeStamp", slot::TIME),
    ] {
        for (before, behind, en, zh) in values::SPACES {
            let mistake = Mistake::new(Cause::ValueSpace, role, Said::both(en, zh), "");
            let step = Step::new(slot, mistake, move |recipe: &mut Recipe<'_>| {
                if let Some(field) = recipe.field(role) {
                    field.value = [before, &field.value, behind].concat().into();
                }
            });
            steps.push(step.alone());
        }
        let mistake =
            Mistake::new(Cause::ValueSpace, role, Said::both("trimmed", "去掉了首尾空白"), "");
        steps.push(
            Step::new(slot, mistake, move |recipe: &mut Recipe<'_>| {
                if let Some(field) = recipe.field(role) {
                    field.value = crate::doctor::shape::trimmed(&field.value).to_owned().into();
                }
            })
            .alone(),
        );
    }
}
