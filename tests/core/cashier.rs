//! How the words of WeChat's clients are read, on every text that is known (tests/vectors/errmsg.json).

use super::vectors::{errmsg, object, text};
use serde_json::{Value, json};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;
use wxpay_mini::Code;
use wxpay_mini::cashier::{Ended, Words};
use wxpay_mini::untrusted::Arena;

/// The causes of the data file as the core names them.
fn cause(name: &str) -> Ended {
    Ended::Failed(match name {
        "ok" => return Ended::Ok,
        "cancel" => return Ended::Cancel,
        "sign" => Code::SignRefused,
        "param" => Code::ParamsRefused,
        "permission" => Code::Permission,
        "banned" => Code::Banned,
        "prepay_invalid" => Code::PackageRefused,
        "expired" => Code::PrepayExpired,
        "already_paid" => Code::OrderPaid,
        "network" => Code::CashierNetwork,
        "realname" => Code::RealName,
        "system" => Code::CashierSystem,
        "unknown" => Code::CashierFailed,
        other => panic!("no such cause: {other}"),
    })
}

fn words(end: &Value) -> Words {
    Words::read(object(&Arena::new(), end))
}

fn ended(end: &Value) -> Ended {
    words(end).ended()
}

#[test]
fn every_known_text_of_a_client_has_its_cause() {
    let cases = errmsg();
    assert!(cases.len() > 60);
    let faults: Vec<String> = cases
        .iter()
        .filter_map(|case| {
            let (seen, wanted) = (ended(&case["end"]), cause(text(case, "cause")));
            (seen != wanted).then(|| format!("{}: {seen:?}, not {wanted:?}", case["id"]))
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_bridge_of_official_accounts_names_the_text_err_msg() {
    let bridge = |case: &&Value| text(&case["end"], "errMsg").starts_with("get_brand_wcpay");
    let cases = errmsg();
    assert_eq!(cases.iter().filter(bridge).count(), 7);
    for case in cases.iter().filter(bridge) {
        let end = json!({ "err_msg": case["end"]["errMsg"], "err_desc": case["end"]["err_desc"] });
        assert_eq!(ended(&end), cause(text(case, "cause")), "{}", case["id"]);
    }
}

#[test]
fn only_the_whole_word_ok_is_ok() {
    let not_ok = [
        json!({}),
        json!({ "errMsg": "" }),
        json!({ "errMsg": "ok?" }),
        json!({ "errMsg": "requestPayment:fail ok" }),
        json!({ "errMsg": "requestPayment:okay" }),
        json!({ "errMsg": 0 }),
        json!({ "errMsg": null, "errno": 0 }),
        json!({ "errMsg": ["requestPayment:ok"] }),
        json!({ "errMsg": true }),
    ];
    for end in not_ok {
        assert_eq!(ended(&end), Ended::Failed(Code::CashierFailed), "{end}");
    }
}

#[test]
fn the_clients_words_are_kept_short_and_on_one_line() {
    let end = json!({ "errMsg": format!("requestPayment:fail\n{}", "长".repeat(500)) });
    let words = words(&end);
    assert_eq!(words.err_msg.chars().count(), 201, "200 and the mark that more followed");
    assert!(words.err_msg.starts_with("requestPayment:fail 长"));
}

#[test]
fn numbers_among_the_words_are_kept_as_text() {
    let end = json!({ "errMsg": "requestPayment:fail", "errno": 102, "errCode": -100 });
    let words = words(&end);
    assert_eq!((words.errno.as_str(), words.err_code.as_str()), ("102", "-100"));
}
