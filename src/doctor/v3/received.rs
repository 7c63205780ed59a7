//! The signature of an answer or a notification of API v3: time, nonce and body, a line each
//! (pay.weixin.qq.com/doc/v3/merchant/4013053249 and 4013053420).

use super::lines::Lines;
use super::request::add_clock;
use super::{Examined, making};
use crate::doctor::body;
use crate::doctor::case::{Case, Received, header};
use crate::doctor::cause::Cause;
use crate::doctor::finding::{Certainty, Checked, Finding, Mistake, Verdict};
use crate::doctor::rsa::{KeyKind, Owner, RsaKey};
use crate::doctor::said::Said;
use crate::doctor::search::Step;
use crate::doctor::signature::{self, Form};
use crate::doctor::values;

/// A signature that begins so is wrong on purpose (wechatpay-apiv3/wechatpay-skills, 回调通知处理.md).
const PROBE: &str = "WECHATPAY/SIGNTEST/";

/// Examines a message as it came.
pub fn received(case: &Case, received: &Received) -> Checked {
    let subject = "message";
    let get = |name| header(&received.headers, name).trim();
    let signature = get("wechatpay-signature");
    if signature.starts_with(PROBE) {
        let probe = Finding::certain(Mistake::new(Cause::SignTest, "Wechatpay-Signature", "", ""));
        return Checked::new(subject, Verdict::Wrong, vec![probe]);
    }
    let mut wrong = Vec::new();
    for name in
        ["Wechatpay-Signature", "Wechatpay-Timestamp", "Wechatpay-Nonce", "Wechatpay-Serial"]
    {
        if get(name).is_empty() {
            wrong.push(Finding::certain(Mistake::new(Cause::HeaderMissing, name, "", "")));
        }
    }
    if case.now.is_some() {
        add_clock(case, &[], get("wechatpay-timestamp"), &mut wrong);
    }
    let sent = match signature::read("Wechatpay-Signature", signature) {
        Form::Rsa(read) => read,
        Form::Empty => return Checked::new(subject, Verdict::Wrong, wrong),
        Form::Digest(read) => {
            wrong.push(Finding::new(Certainty::Certain, read.mistakes));
            return Checked::new(subject, Verdict::Wrong, wrong);
        }
        Form::Strange(mistake) => {
            wrong.push(Finding::certain(mistake));
            return Checked::new(subject, Verdict::Wrong, wrong);
        }
    };
    let serial = get("wechatpay-serial");
    let mut keys: Vec<&RsaKey> = case.rsa_keys.iter().collect();
    keys.sort_by_key(|key| {
        (key.owner() != Owner::WechatPay, !key.serial().eq_ignore_ascii_case(serial))
    });
    wrong.extend(key_mode(serial, keys.first().copied()));
    let lines = vec![
        get("wechatpay-timestamp").to_owned(),
        get("wechatpay-nonce").to_owned(),
        received.body.clone(),
    ];
    let examined = Examined {
        subject,
        field: "Wechatpay-Signature",
        steps: steps(&lines),
        lines: Lines::new(lines.clone()),
        mended: Lines::new(lines),
        sent,
        keys,
        wrong,
        unknown: None,
    };
    examined.run()
}

/// Whether the key at hand can be the one that `Wechatpay-Serial` names.
fn key_mode(serial: &str, key: Option<&RsaKey>) -> Option<Finding> {
    let key = key?;
    let public = serial.starts_with("PUB_KEY_ID_");
    let named = if public {
        Said::both(format!("WeChat Pay's public key {serial}"), format!("微信支付公钥 {serial}"))
    } else {
        Said::both(
            format!("WeChat Pay's platform certificate {serial}"),
            format!("微信支付平台证书 {serial}"),
        )
    };
    let certificate = key.kind() == KeyKind::Certificate;
    let differs = key.owner() == Owner::Merchant
        || !serial.is_empty() && certificate == public
        || !serial.is_empty()
            && !key.serial().is_empty()
            && !key.serial().eq_ignore_ascii_case(serial);
    differs.then(|| {
        Finding::certain(Mistake::new(Cause::KeyMode, "Wechatpay-Serial", key.said(), named))
    })
}

fn steps(lines: &[String]) -> Vec<Step<Lines>> {
    let mut steps = Vec::new();
    let mut put = |at: usize, mistake: Mistake, text: String, alone: bool| {
        let step = Step::new(making::line(at), mistake, move |lines: &mut Lines| {
            if let Some(line) = lines.lines.get_mut(at) {
                line.clone_from(&text);
            }
        });
        steps.push(if alone { step.alone() } else { step });
    };
    for change in body::changes(&lines[2]) {
        put(2, Mistake::new(Cause::BodyChanged, "", change.how, ""), change.body, false);
    }
    for other in values::times(&lines[0]) {
        put(0, other.mistake, other.text, other.alone);
    }
    steps
}
