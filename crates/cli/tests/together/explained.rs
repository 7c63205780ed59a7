//! What the doctor behind the sandbox says of wrong signatures, on the sandbox's page and in its log.

use serde_json::Value;

use crate::process::{agent, run};
use crate::town::{Town, ends_well};

/// `wxpay sign --json` with the merchant's private key.
fn sign(town: &Town, args: &[&str], input: &str) -> Value {
    let key = town.variable("WXPAY_PRIVATE_KEY_FILE");
    let done = run(&[&["sign", "--json", "--private-key", key], args].concat(), &[], input);
    serde_json::from_slice(&done.stdout).unwrap_or_else(|_| panic!("{done:?}"))
}

/// The explanation of the last entry, which must be on the page too, and no key anywhere.
fn explained(town: &Town) -> String {
    let (_, log) = town.sandbox.get("/_sandbox/log", "");
    let entry = log["entries"].as_array().unwrap().last().unwrap().clone();
    let text = entry["detail"]["explanation"].as_str().unwrap_or_else(|| panic!("{entry}"));
    let url = format!("{}/", town.sandbox.address);
    let page = agent().get(url).call().unwrap().body_mut().read_to_string().unwrap();
    for line in text.lines() {
        let shown = line.replace('&', "&amp;").replace('\'', "&#39;").replace('"', "&quot;");
        assert!(page.contains(&format!("<p>{shown}</p>")), "{shown} is not on {page}");
    }
    assert!(!text.contains("PRIVATE") && !page.contains("PRIVATE"));
    text.to_owned()
}

#[test]
fn a_pay_sign_of_api_v3_over_the_bare_prepay_id() {
    let town = Town::found("RSA");
    let token = town.log_in();
    let mut params = town.prepay(&token, &town.order(&token));
    let text = |name: &str| params[name].as_str().unwrap().to_owned();
    let (app_id, time, nonce) = (town.variable("WXPAY_APPID"), text("timeStamp"), text("nonceStr"));
    let bare = text("package").replace("prepay_id=", "");
    let args =
        ["--sign-type", "RSA", "--appid", app_id, "--time-stamp", &time, "--nonce-str", &nonce];
    let signed = sign(&town, &[&args[..], &["--package", &bare]].concat(), "");
    params["paySign"] = signed["signature"].clone();
    let refused = town.cashier(&params);
    assert_eq!(refused["state"], "refused");
    let why = explained(&town);
    assert!(why.contains("签名时只用了 prepay_id 的值") && why.contains("bare prepay_id"), "{why}");
    ends_well(town, &token);
}

#[test]
fn a_request_of_api_v3_whose_query_was_not_signed() {
    let town = Town::found("RSA");
    let token = town.log_in();
    let who = [
        "--mch-id",
        town.variable("WXPAY_MCH_ID"),
        "--serial-no",
        town.variable("WXPAY_MCH_SERIAL"),
    ];
    let signed = sign(&town, &who, "GET /v3/certificates\n");
    let header = signed["authorization"].as_str().unwrap();
    let ask = |path: &str| {
        let url = [&town.sandbox.address, path].concat();
        let request = agent().get(url).header("authorization", header);
        let request = request.header("accept", "application/json");
        request.call().unwrap().status().as_u16()
    };
    // there is no platform certificate here; who asks is known
    assert_eq!(ask("/v3/certificates"), 404);
    assert_eq!(ask("/v3/certificates?a=1"), 401);
    let why = explained(&town);
    assert!(why.contains("漏了查询串") && why.contains("without its query"), "{why}");
    ends_well(town, &token);
}
