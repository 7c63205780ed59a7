//! The doctor from JavaScript: in development builds alone (feature `doctor`). scripts/build/doctor.mjs
//! calls it when a payment has ended.

use crate::doctor::{Case, Cause, Given, Kind, Report, Secret, Verdict, examine};
use wasm_bindgen::prelude::*;

const FITS: &str = "用 localKey 的密钥重算，paySign 与参数一致。请核对：密钥是否属于下单的商户号并且没有重置过，appid 是否就是下单用的那一个。\n\
    Recomputed with localKey, paySign fits these parameters. Is the key that of the merchant who ordered, and not reset since? Is the appid that of the order?";
const NO_KEY: &str = "没有密钥，无法重算。v2：createPay 传 localKey: { key, signType }；v3：wxpay doctor payment.json --merchant-key apiclient_cert.pem。见 docs/DOCTOR.md。\n\
    Nothing to recompute it with. API v2: give createPay localKey: { key, signType }; API v3: wxpay doctor payment.json --merchant-key apiclient_cert.pem. See docs/DOCTOR.md.";
const NOTHING: &str = "已知的错误都得不出这个签名：密钥可能是另一把。把参数、下单报文和旧密钥交给 wxpay doctor，见 docs/DOCTOR.md。\n\
    No known mistake gives this signature: it may be another key. Give wxpay doctor the parameters, the order and an old key, see docs/DOCTOR.md.";

/// Why `params` (the JSON of what `wx.requestPayment` got) may have been refused. `key` may be empty. Without
/// `always` there is an answer only where something is certain. Never holds the key.
#[wasm_bindgen]
pub fn explain(params: &str, app_id: &str, key: &str, always: bool) -> String {
    let value: serde_json::Value = serde_json::from_str(params).unwrap_or_default();
    let given = value.as_object().map(|object| {
        object.iter().map(|(name, value)| (name.clone(), Given::from(value))).collect()
    });
    let key = (!key.is_empty()).then(|| Secret::new(Kind::ApiV2, key));
    let report = examine(&Case {
        payment: given,
        app_id: app_id.into(),
        secrets: key.into_iter().collect(),
        ..Case::default()
    });
    match report.told() {
        Some(told) => {
            [Some(told), report.texts()].into_iter().flatten().collect::<Vec<_>>().join("\n")
        }
        None if always => otherwise(&report).into(),
        None => String::new(),
    }
}

/// What to say where nothing is certain.
fn otherwise(report: &Report) -> &'static str {
    let needs =
        |it: &crate::doctor::Finding| it.mistakes.iter().any(|it| it.cause() == Cause::NeedMore);
    match report.verdict() {
        Verdict::Right => FITS,
        _ if report.findings().any(needs) => NO_KEY,
        _ => NOTHING,
    }
}
