//! Golden answers: what published SDKs and real backends send, and what each is read as
//! (tests/vectors/answers, README.md there). One test for each file.

use super::vectors::{list, raw, text};
use serde_json::{Map, Value, json};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;
use wxpay_mini::answer::{self, Answer, Context, Kind};
use wxpay_mini::untrusted::Arena;
use wxpay_mini::value::AppId;
use wxpay_mini::{Error, Lang};

macro_rules! golden {
    ($($test:ident $file:literal;)+) => {
        $(#[test]
        fn $test() {
            check($file, include_str!(concat!("../vectors/answers/", $file, ".json")));
        })+

        #[cfg(not(target_arch = "wasm32"))]
        const FILES: &[&str] = &[$($file),+];
    };
}

golden! {
    cloudbase "cloudbase";
    cloudpay "cloudpay";
    easywechat "easywechat";
    envelopes "envelopes";
    flurl_wechat "flurl-wechat";
    gopay "gopay";
    hand_written "hand-written";
    ijpay "ijpay";
    jeepay "jeepay";
    miniprogram_demo "miniprogram-demo";
    mistakes "mistakes";
    node_easywechat "node-easywechat";
    pay_java_parent "pay-java-parent";
    paylinks "paylinks";
    python_weixin "python-weixin";
    ruoyi_vue_pro "ruoyi-vue-pro";
    senparc "senparc";
    silenceper_wechat "silenceper-wechat";
    tenpay "tenpay";
    transactions_jsapi "transactions-jsapi";
    uni_pay "uni-pay";
    unifiedorder "unifiedorder";
    wechat_developer "wechat-developer";
    wechatpay_go "wechatpay-go";
    wechatpay_java "wechatpay-java";
    wechatpay_node_v3 "wechatpay-node-v3";
    wechatpayv3 "wechatpayv3";
    wechatpy "wechatpy";
    wxjava "wxjava";
    wxpay_merchant "wxpay-merchant";
    yansongda_pay "yansongda-pay";
}

#[cfg(not(target_arch = "wasm32"))]
#[test]
fn no_file_of_golden_answers_is_left_out() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/answers");
    let entries =
        std::fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("a file"));
    let names = entries.map(|entry| entry.file_name().into_string().expect("a name"));
    let mut found: Vec<_> = names.filter(|name| name.ends_with(".json")).collect();
    found.sort();
    let known: Vec<_> = FILES.iter().map(|name| format!("{name}.json")).collect();
    assert_eq!(found, known);
}

fn check(file: &str, cases: &str) {
    let cases = list(cases);
    assert!(!cases.is_empty(), "{file} has no case");
    let faults: Vec<String> = cases
        .iter()
        .filter_map(|case| {
            let fault = fault(&case["answer"], &case["expect"])?;
            Some(format!("{}: {fault}", text(case, "id")))
        })
        .collect();
    assert!(faults.is_empty(), "{file}\n{}", faults.join("\n"));
}

/// What is wrong with the core's reading of `answer`; none when it is right.
fn fault(answer: &Value, expect: &Value) -> Option<String> {
    if expect["kind"] == "envelope" {
        return envelope_fault(answer, expect);
    }
    let read = read(answer, Context::default());
    let seen = seen(&read);
    let wanted = wanted(expect);
    if seen != wanted {
        return Some(format!("is read as {seen}, not as {wanted}"));
    }
    match read {
        Ok(_) => app_id_fault(answer, expect),
        Err(error) => words_fault(&error, expect),
    }
}

/// The core names the envelope; the glue opens it. Here it is opened by the path of the case.
fn envelope_fault(answer: &Value, expect: &Value) -> Option<String> {
    let steps: Vec<&str> =
        expect["path"].as_array()?.iter().map(|step| step.as_str().unwrap_or_default()).collect();
    let named = match steps[0] {
        "(json)" => ("answer_is_json_text", ""),
        "(xml)" => ("answer_is_text", ""),
        name => ("envelope", name),
    };
    let seen = seen(&read(answer, Context::default()));
    let wanted = refused(named.0, named.1);
    if seen != wanted {
        return Some(format!("is read as {seen}, not as {wanted}"));
    }
    let mut inner = answer.clone();
    for step in steps {
        inner = match (step, &inner) {
            // XML stays at the backend
            ("(xml)", _) => return None,
            ("(json)", Value::String(text)) => serde_json::from_str(text).ok()?,
            (name, _) => inner[name].clone(),
        };
    }
    fault(&inner, &expect["inside"]).map(|fault| format!("inside {fault}"))
}

pub fn read(answer: &Value, context: Context<'_>) -> Result<Answer, Error> {
    answer::read(raw(&Arena::new(), answer), context)
}

/// The core's reading in the words of the case files.
pub fn seen(read: &Result<Answer, Error>) -> Value {
    let answer = match read {
        Ok(answer) => answer,
        Err(error) => return refused(error.code().as_str(), error.field()),
    };
    let mut seen = match &answer.kind {
        Kind::Ready(five) => json!({ "kind": "params", "params": five, "warnings": [] }),
        Kind::PrepayId(id) => json!({ "kind": "prepay_id", "prepayId": id }),
        Kind::NothingToPay => json!({ "kind": "nothing_to_pay" }),
    };
    let warnings = answer.warnings.iter();
    let warnings: Vec<_> =
        warnings.map(|one| json!({ "code": one.code().as_str(), "field": one.field() })).collect();
    if !warnings.is_empty() {
        seen["warnings"] = Value::Array(warnings);
    }
    if let Some(number) = &answer.out_trade_no {
        seen["outTradeNo"] = json!(number);
    }
    if let Some(total) = answer.total {
        seen["total"] = json!(total);
    }
    seen
}

pub fn refused(code: &str, field: &str) -> Value {
    json!({ "kind": "refused", "code": code, "field": field })
}

/// What the core can know of an expectation.
fn wanted(expect: &Value) -> Value {
    let kept: &[&str] = match text(expect, "kind") {
        "params" => &["kind", "params", "warnings", "outTradeNo", "total"],
        "order_answer" if expect["code"].is_null() => &["prepayId"],
        "prepay_id" => &["kind", "prepayId"],
        "nothing_to_pay" => &["kind", "outTradeNo", "total"],
        "app_answer" => return refused("app_answer", "package"),
        _ => return refused(text(expect, "code"), text(expect, "field")),
    };
    let fields = expect.as_object().into_iter().flatten();
    let mut wanted: Map<_, _> = fields
        .filter(|(name, _)| kept.contains(&name.as_str()))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    match text(expect, "kind") {
        "params" => drop(wanted.entry("warnings").or_insert(json!([]))),
        "order_answer" => drop(wanted.insert("kind".into(), "prepay_id".into())),
        _ => {}
    }
    Value::Object(wanted)
}

/// An answer that names an app id is for this one and for no other.
fn app_id_fault(answer: &Value, expect: &Value) -> Option<String> {
    let theirs = AppId::parse(text(expect, "appId")).ok()?;
    let other = AppId::parse("wx0000000000000000").ok()?;
    let with = |app_id| seen(&read(answer, Context { app_id: Some(app_id), ..Context::default() }));
    if with(&theirs) != wanted(expect) {
        return Some(format!("is refused for its own app id: {}", with(&theirs)));
    }
    let mismatch = refused("app_id_mismatch", "appId");
    (with(&other) != mismatch).then(|| "is accepted for another app id".into())
}

/// What the backend or WeChat Pay said stands in the message, unless the code alone says it all.
fn words_fault(error: &Error, expect: &Value) -> Option<String> {
    let tells = ["order_refused", "order_changed", "prepay_busy", "prepay_refused"];
    if !tells.contains(&error.code().as_str()) {
        return None;
    }
    let said = ["errCode", "errCodeDes"].map(|name| match &expect[name] {
        Value::Number(number) => number.to_string(),
        other => other.as_str().unwrap_or_default().into(),
    });
    let messages = [error.message(Lang::En), error.message(Lang::Zh)];
    let missing =
        said.iter().find(|said| messages.iter().any(|text| !text.contains(said.as_str())));
    missing.map(|said| format!("the message does not tell {said}: {}", messages[0]))
}
