//! `paySign` of API v3: appId, timeStamp, nonceStr and package, a line each
//! (pay.weixin.qq.com/doc/v3/merchant/4012791898).

use super::lines::Lines;
use super::{Examined, making, slot};
use crate::doctor::call::Call;
use crate::doctor::case::Case;
use crate::doctor::cause::Cause;
use crate::doctor::finding::{Checked, Finding, Mistake};
use crate::doctor::rsa::Owner;
use crate::doctor::said::Said;
use crate::doctor::search::Step;
use crate::doctor::secret::Kind;
use crate::doctor::signature::Read;
use crate::doctor::{shape, values};

const FOUR: &str = "appId, timeStamp, nonceStr, prepay_id=…";

/// Examines it. `wrong` is what the form of the parameters says already.
pub fn payment(case: &Case, call: &Call<'_>, sent: Read, mut wrong: Vec<Finding>) -> Checked {
    let app_id = values::paying_app_id(case, call);
    let sign_type = call.text("signType");
    if sign_type != "RSA" && (sign_type.is_empty() || matches!(sign_type, "MD5" | "HMAC-SHA256")) {
        let said = if sign_type.is_empty() { "MD5" } else { sign_type };
        wrong.push(Finding::certain(Mistake::new(Cause::SignTypeDiffers, "signType", "RSA", said)));
    }
    let package = call.text("package");
    let raw = [app_id, call.text("timeStamp"), call.text("nonceStr"), package];
    let lines = Lines::new(raw.map(str::to_owned).to_vec());
    let mut right = raw.map(|text| shape::trimmed(text).to_owned()).to_vec();
    if !package.is_empty() && !package.eq_ignore_ascii_case("Sign=WXPay") {
        right[3] = ["prepay_id=", values::prepay_id(package)].concat();
    }
    if right[1].len() == 13 && right[1].bytes().all(|b| b.is_ascii_digit()) {
        right[1].truncate(10);
    }
    let mut keys: Vec<_> = case.rsa_keys.iter().collect();
    keys.sort_by_key(|key| key.owner() != Owner::Merchant);
    let examined = Examined {
        subject: "paySign",
        field: "paySign",
        lines,
        mended: Lines::new(right),
        sent,
        keys,
        wrong,
        steps: steps(case, call, app_id),
        unknown: app_id
            .is_empty()
            .then(|| Said::both("the appid of the mini program", "小程序的 appid")),
    };
    examined.run()
}

fn steps(case: &Case, call: &Call<'_>, app_id: &str) -> Vec<Step<Lines>> {
    let mut steps = Vec::new();
    for (at, others) in [
        values::app_ids(case, call, app_id),
        values::times(call.text("timeStamp")),
        values::nonces(case, call),
        values::packages(call.text("package")),
    ]
    .into_iter()
    .enumerate()
    {
        for other in others {
            let (text, alone) = (other.text, other.alone);
            let step = Step::new(making::line(at), other.mistake, move |lines: &mut Lines| {
                if let Some(line) = lines.lines.get_mut(at) {
                    line.clone_from(&text);
                }
            });
            steps.push(if alone { step.alone() } else { step });
        }
    }
    whole(case, call, app_id, &mut steps);
    steps
}

/// Another text altogether: v2's form, or values that belong to other signatures.
fn whole(case: &Case, call: &Call<'_>, app_id: &str, steps: &mut Vec<Step<Lines>>) {
    let (time, nonce, package) =
        (call.text("timeStamp"), call.text("nonceStr"), call.text("package"));
    let mut add = |cause: Cause, done: &str, text: String| {
        let mistake = Mistake::new(cause, "", done, FOUR);
        steps.push(Step::new(slot::FORM, mistake, move |lines: &mut Lines| {
            lines.instead = Some(text.clone());
        }));
    };
    let joined = |sign_type: &str| {
        let sign_type = match sign_type {
            "" => String::new(),
            text => format!("&signType={text}"),
        };
        format!("appId={app_id}&nonceStr={nonce}&package={package}{sign_type}&timeStamp={time}")
    };
    for sign_type in ["RSA", "", "MD5", "HMAC-SHA256"] {
        let done = "appId=…&nonceStr=…&package=…";
        add(Cause::V2Form, done, joined(sign_type));
        for secret in
            case.secrets.iter().filter(|it| matches!(it.kind(), Kind::ApiV2 | Kind::ApiV3))
        {
            add(Cause::V2Form, done, format!("{}&key={}", joined(sign_type), secret.trimmed()));
        }
    }
    let named = format!("appId={app_id}\ntimeStamp={time}\nnonceStr={nonce}\npackage={package}\n");
    add(Cause::LineForm, "appId=…, timeStamp=…, nonceStr=…, package=…", named);
    let id = values::prepay_id(package);
    add(Cause::AppForm, "Sign=WXPay", format!("{app_id}\n{time}\n{nonce}\nSign=WXPay\n"));
    if !case.mch_id.is_empty() {
        let mch_id = &case.mch_id;
        add(
            Cause::LineForm,
            "mchid, timeStamp, nonceStr, package",
            format!("{mch_id}\n{time}\n{nonce}\n{package}\n"),
        );
        add(
            Cause::AppForm,
            "appid, mchid, …",
            format!("{app_id}\n{mch_id}\n{time}\n{nonce}\n{id}\n"),
        );
    }
}
