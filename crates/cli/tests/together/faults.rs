//! Everything that can go wrong on the way, once, at every call: the buyer tries again, the operator tries
//! again, and in the end there is one payment and one refund.

use serde_json::{Value, json};

use crate::process::wxpay;
use crate::town::{Town, ends_well};

const KINDS: [&str; 6] =
    ["system_error", "rate_limit", "drop_before", "drop_after", "wrong_signature", "truncated"];

fn strike(town: &Town, kind: &str, path: &str) {
    let fault = json!({ "kind": kind, "path": path, "times": 1 });
    let (status, answer) = town.sandbox.post("/_sandbox/faults", "", &fault);
    assert_eq!(status, 200, "{answer}");
}

/// How often the faults at `path` have struck.
fn struck(town: &Town, path: &str) -> u64 {
    let (_, answer) = town.sandbox.get("/_sandbox/faults", "");
    let faults = answer["faults"].as_array().unwrap();
    faults
        .iter()
        .filter(|fault| fault["path"] == path)
        .map(|fault| fault["struck"].as_u64().unwrap())
        .sum()
}

fn survives(sign_type: &str, prepay: &str, query: &str, refund: &str) {
    let town = Town::found(sign_type);
    let api = if sign_type == "RSA" { ("WXPAY_API", "v3") } else { ("WXPAY_API", "v2") };
    // what is told by itself would make the queries needless
    town.set(&json!({ "holdNotifications": true }));
    let token = town.log_in();
    for kind in KINDS {
        let number = town.order(&token);
        let path = format!("/api/orders/{number}");
        let again = |address: &str, path: &str, ask: &dyn Fn() -> (u16, Value)| {
            let before = struck(&town, address);
            strike(&town, kind, address);
            let (status, answer) = ask();
            assert_eq!(struck(&town, address), before + 1, "{kind} {path}");
            assert_eq!(status, 502, "{kind} {answer}");
            let (status, answer) = ask();
            assert_eq!(status, 200, "{kind} {path} {answer}");
            answer
        };
        let prepare = || town.merchant.post(&format!("{path}/prepay"), &token, &json!({}));
        let params = again(prepay, "prepay", &prepare);
        town.act(&town.cashier(&params), "pay");
        let paid = again(query, "query", &|| town.merchant.get(&path, &token));
        assert_eq!(paid["tradeState"], "SUCCESS", "{kind}");

        let give_back = || {
            let args = ["merchant", "refund", "--env-file", "sandbox.env", &number, "--all"];
            let done = wxpay(&args, &[api]).current_dir(town.folder.path()).output().unwrap();
            let said = String::from_utf8([done.stdout, done.stderr].concat()).unwrap();
            (done.status.code(), said)
        };
        strike(&town, kind, refund);
        let (code, said) = give_back();
        assert_eq!(code, Some(1), "{kind} {said}");
        let (code, said) = give_back();
        assert_eq!(code, Some(0), "{kind} {said}");
        assert!(said.contains(&format!("refund {number}-1: 1 fen")), "{kind} {said}");
    }
    let (_, books) = town.sandbox.get("/_sandbox/books", "");
    let orders = books["orders"].as_array().unwrap();
    assert_eq!(orders.len(), KINDS.len());
    assert!(orders.iter().all(|order| order["payments"] == 1), "{books}");
    assert_eq!(books["refunds"].as_array().unwrap().len(), KINDS.len(), "{books}");
    ends_well(town, &token);
}

#[test]
fn api_v2_survives_every_fault_at_every_call() {
    survives("HMAC-SHA256", "/pay/unifiedorder", "/pay/orderquery", "/secapi/pay/refund");
}

#[test]
fn api_v3_survives_every_fault_at_every_call() {
    survives(
        "RSA",
        "/v3/pay/transactions/jsapi",
        "/v3/pay/transactions/out-trade-no/",
        "/v3/refund/domestic/refunds",
    );
}
