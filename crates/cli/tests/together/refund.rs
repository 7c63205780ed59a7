//! Refunds by the operator's command, beside a running merchant.

use std::process::Output;
use std::time::Duration;

use serde_json::json;

use crate::process::wxpay;
use crate::town::{Town, ends_well};

/// `wxpay merchant refund …` in the folder of the merchant's database.
fn refund(town: &Town, api: (&str, &str), args: &[&str]) -> Output {
    let args = [&["merchant", "refund", "--env-file", "sandbox.env"], args].concat();
    wxpay(&args, &[api]).current_dir(town.folder.path()).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8([output.stdout.clone(), output.stderr.clone()].concat()).unwrap()
}

fn gives_back(sign_type: &str) {
    let town = Town::found(sign_type);
    let api = if sign_type == "RSA" { ("WXPAY_API", "v3") } else { ("WXPAY_API", "v2") };
    let token = town.log_in();
    let number = town.order(&token);
    let before = refund(&town, api, &[&number, "--all"]);
    assert_eq!(before.status.code(), Some(1));
    assert!(said(&before).contains("the order is not paid"), "{}", said(&before));
    let cashier = town.cashier(&town.prepay(&token, &number));
    town.act(&cashier, "pay");
    assert_eq!(town.query(&token, &number)["tradeState"], "SUCCESS");

    // how much has to be said
    assert_eq!(refund(&town, api, &[&number]).status.code(), Some(2));
    let more = refund(&town, api, &[&number, "--fen", "2"]);
    assert!(said(&more).contains("1 fen are left"), "{}", said(&more));
    let given = refund(&town, api, &[&number, "--all", "--reason", "茶罐破损"]);
    let text = said(&given);
    assert_eq!(given.status.code(), Some(0), "{text}");
    assert!(text.contains(&format!("refund {number}-1: 1 fen, PROCESSING")), "{text}");
    let again = refund(&town, api, &[&number, "--all"]);
    assert!(said(&again).contains(&format!("refund {number}-1: 1 fen")), "{}", said(&again));

    // WeChat Pay is done after three seconds of its own, and tells the merchant
    town.sandbox.post("/_sandbox/clock", "", &json!({ "advanceSeconds": 10 }));
    let (_, told) = town.sandbox.get("/_sandbox/notifications?wait=20", "");
    let state = || town.merchant.get("/api/orders", &token).1["orders"][0]["tradeState"].clone();
    // API v2's proves nothing, so the merchant asks in its next second
    for _ in 0..400 {
        if state() == "REFUND" {
            break;
        }
        std::thread::sleep(Duration::from_millis(25));
    }
    assert_eq!(state(), "REFUND", "{told}");
    let (_, books) = town.sandbox.get("/_sandbox/books", "");
    assert_eq!(books["refunds"].as_array().unwrap().len(), 1, "{books}");
    let ledger = wxpay(&["merchant", "ledger", "--env-file", "sandbox.env"], &[api])
        .current_dir(town.folder.path())
        .output()
        .unwrap();
    let ledger = String::from_utf8(ledger.stdout).unwrap();
    let kinds: Vec<_> = ledger.lines().map(|line| line.contains("\"payment\"")).collect();
    assert_eq!(kinds, [true, false], "{ledger}");
    ends_well(town, &token);
}

#[test]
fn an_operator_gives_money_back_over_api_v2() {
    gives_back("HMAC-SHA256");
}

#[test]
fn an_operator_gives_money_back_over_api_v3() {
    gives_back("RSA");
}
