//! A refund whose request is held up on its way: WeChat Pay says that it knows none, the operator tries
//! again, and then the first request arrives after all. Money goes out once.

use std::process::Output;
use std::time::Duration;

use serde_json::{Value, json};

use crate::process::wxpay;
use crate::town::Town;

fn command(town: &Town, api: (&str, &str), args: &[&str]) -> Output {
    let args = [&["merchant"], args, &["--env-file", "sandbox.env"]].concat();
    wxpay(&args, &[api]).current_dir(town.folder.path()).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8([output.stdout.clone(), output.stderr.clone()].concat()).unwrap()
}

/// How often the sandbox was asked for a refund.
fn asked(town: &Town, path: &str) -> u64 {
    town.sandbox.get("/_sandbox/books", "").1["requests"][path].as_u64().unwrap_or(0)
}

fn arrives_late(sign_type: &str, path: &str) {
    let town = Town::found(sign_type);
    let api = if sign_type == "RSA" { ("WXPAY_API", "v3") } else { ("WXPAY_API", "v2") };
    let token = town.log_in();
    let number = town.order(&token);
    let cashier = town.cashier(&town.prepay(&token, &number));
    town.act(&cashier, "pay");
    assert_eq!(town.query(&token, &number)["tradeState"], "SUCCESS");
    let rule = json!({ "kind": "late", "path": path, "times": 1, "seconds": 3 });
    assert_eq!(town.sandbox.post("/_sandbox/faults", "", &rule).0, 200);

    let refund = ["refund", number.as_str(), "--all"];
    let first = command(&town, api, &refund);
    assert_eq!(first.status.code(), Some(1), "{}", said(&first));
    assert!(
        said(&first).contains("It is written down and goes on by the same number"),
        "{}",
        said(&first)
    );
    // nothing has arrived, and nobody can ask by another number
    assert_eq!(asked(&town, path), 0);
    let again = command(&town, api, &refund);
    assert_eq!(again.status.code(), Some(0), "{}", said(&again));
    assert!(said(&again).contains(&format!("refund {number}-1: 1 fen")), "{}", said(&again));
    for _ in 0..400 {
        if asked(&town, path) == 2 {
            break;
        }
        std::thread::sleep(Duration::from_millis(25));
    }
    assert_eq!(asked(&town, path), 2, "the first request never arrived");
    town.sandbox.post("/_sandbox/clock", "", &json!({ "advanceSeconds": 10 }));
    let (_, books) = town.sandbox.get("/_sandbox/books", "");
    let refunds = books["refunds"].as_array().unwrap();
    assert_eq!(refunds.len(), 1, "{books}");
    town.sandbox.get("/_sandbox/notifications?wait=20", "");
    for _ in 0..400 {
        if town.query(&token, &number)["tradeState"] == "REFUND" {
            break;
        }
        std::thread::sleep(Duration::from_millis(25));
    }
    let ledger = said(&command(&town, api, &["ledger"]));
    let given: Vec<Value> = ledger
        .lines()
        .filter(|line| line.contains("\"refund\""))
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(given.len(), 1, "{ledger}");
    assert_eq!(given[0]["reference"], refunds[0]["outRefundNo"]);
}

#[test]
fn a_refund_of_api_v2_that_arrives_late_gives_money_back_once() {
    arrives_late("MD5", "/secapi/pay/refund");
}

#[test]
fn a_refund_of_api_v3_that_arrives_late_gives_money_back_once() {
    arrives_late("RSA", "/v3/refund/domestic/refunds");
}

#[test]
fn a_refund_at_the_console_comes_into_the_ledger() {
    for sign_type in ["HMAC-SHA256", "RSA"] {
        let town = Town::found(sign_type);
        let token = town.log_in();
        let number = town.order(&token);
        let cashier = town.cashier(&town.prepay(&token, &number));
        town.act(&cashier, "pay");
        town.sandbox.get("/_sandbox/notifications?wait=20", "");
        let (status, made) =
            town.sandbox.post("/_sandbox/refunds", "", &json!({ "outTradeNo": number }));
        assert_eq!(status, 200, "{made}");
        town.sandbox.post("/_sandbox/clock", "", &json!({ "advanceSeconds": 10 }));
        let (_, told) = town.sandbox.get("/_sandbox/notifications?wait=20", "");
        assert_eq!(told["notifications"][1]["state"], "delivered", "{told}");
        // told again, it does not count again
        for id in ["n1", "n2"] {
            let path = format!("/_sandbox/notifications/{id}/send");
            let (_, sent) = town.sandbox.post(&path, "", &json!({ "times": 2, "together": true }));
            assert_eq!(sent["answers"][0]["accepted"], true, "{sent}");
        }
        let api = if sign_type == "RSA" { ("WXPAY_API", "v3") } else { ("WXPAY_API", "v2") };
        let ledger = said(&command(&town, api, &["ledger"]));
        let lines = ledger.lines().filter(|line| line.starts_with('{'));
        let lines: Vec<Value> = lines.map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines.len(), 2, "{ledger}");
        assert_eq!(lines[1]["reference"], made["outRefundNo"]);
        assert_eq!(town.query(&token, &number)["tradeState"], "REFUND");
    }
}
