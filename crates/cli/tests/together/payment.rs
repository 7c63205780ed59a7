//! Payments from login to the paid order, through two processes.

use serde_json::json;

use crate::process::{Server, run};
use crate::town::{Town, ends_well};

fn pays(sign_type: &str) {
    pays_in(Town::found(sign_type), sign_type);
}

fn pays_in(town: Town, sign_type: &str) {
    let token = town.log_in();
    let number = town.order(&token);
    assert_eq!(town.query(&token, &number)["tradeState"], "NOTPAY");

    let params = town.prepay(&token, &number);
    assert_eq!(params["signType"], sign_type);
    assert_eq!(params["pair"], "client");

    let cashier = town.cashier(&params);
    assert_eq!(cashier["state"], "open", "{cashier}");
    assert_eq!(cashier["outTradeNo"], number.as_str());
    assert_eq!(cashier["total"], 1);
    assert_eq!(town.act(&cashier, "cancel")["result"]["errMsg"], "requestPayment:fail cancel");
    assert_eq!(town.query(&token, &number)["tradeState"], "NOTPAY");

    // again, with the same session: nothing new is ordered
    let again = town.prepay(&token, &number);
    assert_eq!(again["package"], params["package"]);
    let cashier = town.cashier(&again);
    assert_eq!(town.act(&cashier, "pay")["result"]["errMsg"], "requestPayment:ok");

    let paid = town.query(&token, &number);
    assert_eq!(paid["tradeState"], "SUCCESS");
    assert_eq!(paid["total"], 1);
    let (_, books) = town.sandbox.get("/_sandbox/books", "");
    assert_eq!(books["orders"][0]["transactionId"], paid["transactionId"]);
    assert_eq!(books["orders"][0]["payments"], 1);
    assert_eq!(books["orders"][0]["signType"], sign_type);
    let path = if sign_type == "RSA" { "/v3/pay/transactions/jsapi" } else { "/pay/unifiedorder" };
    assert_eq!(books["requests"][path], 1, "{books}");
    assert_eq!(town.prepay(&token, &number)["nothingToPay"], true);

    ends_well(town, &token);
}

#[test]
fn a_payment_signed_with_md5_ends_as_paid() {
    pays("MD5");
}

/// As in WeChat DevTools on a project without an app id.
#[test]
fn where_any_code_is_taken_the_mock_code_of_devtools_logs_in_each_time() {
    let town = Town::found_with("MD5", &["--any-code"], &[("WXPAY_APPID", "touristappid")]);
    let code = json!({ "code": "the code is a mock one" });
    let mut token = String::new();
    for _ in 0..2 {
        let (status, session) = town.merchant.post("/api/login", "", &code);
        assert_eq!(status, 200, "{session}");
        token = session["token"].as_str().unwrap().to_owned();
    }
    let number = town.order(&token);
    let cashier = town.cashier(&town.prepay(&token, &number));
    assert_eq!(town.act(&cashier, "pay")["result"]["errMsg"], "requestPayment:ok");
    assert_eq!(town.query(&token, &number)["tradeState"], "SUCCESS");
    ends_well(town, &token);
}

#[test]
fn a_payment_of_api_v3_goes_from_login_to_the_paid_order() {
    pays("RSA");
}

#[test]
fn a_payment_of_api_v3_is_believed_by_platform_certificates_too() {
    pays_in(Town::with_certificates(), "RSA");
}

#[test]
fn a_payment_signed_with_hmac_sha256_ends_as_paid() {
    pays("HMAC-SHA256");
}

#[test]
fn a_payment_that_somebody_changed_is_refused_by_the_cashier() {
    let town = Town::found("MD5");
    let token = town.log_in();
    let params = town.prepay(&token, &town.order(&token));
    for name in ["nonceStr", "paySign"] {
        let mut changed = params.clone();
        let text = params[name].as_str().unwrap();
        let last = if text.ends_with('A') { "B" } else { "A" };
        changed[name] = [&text[..text.len() - 1], last].concat().into();
        assert_eq!(town.cashier(&changed)["state"], "refused", "{name}");
    }
    assert_eq!(town.cashier(&params)["state"], "open");
}

#[test]
fn the_signature_of_a_payment_can_be_checked_by_hand() {
    let town = Town::found("HMAC-SHA256");
    let token = town.log_in();
    let mut params = town.prepay(&token, &town.order(&token));
    for name in ["outTradeNo", "total", "pair"] {
        params.as_object_mut().unwrap().remove(name);
    }
    params["appId"] = town.variable("WXPAY_APPID").into();
    let key = [("WXPAY_API_V2_KEY", town.variable("WXPAY_API_V2_KEY"))];
    let done = run(&["verify"], &key, &params.to_string());
    assert_eq!(done.status.code(), Some(0), "{done:?}");
}

#[test]
fn a_merchant_without_its_variables_says_which_and_how() {
    let done = run(&["merchant", "--listen", "127.0.0.1:0"], &[], "");
    assert_eq!(done.status.code(), Some(2));
    let told = String::from_utf8(done.stderr).unwrap();
    assert!(told.contains("WXPAY_APPID is not set"), "{told}");
    assert!(told.contains("wxpay sandbox"), "{told}");
}

#[test]
fn a_port_that_is_taken_is_told() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let listen = taken.local_addr().unwrap().to_string();
    let done = run(&["sandbox", "--listen", &listen], &[], "");
    assert_eq!(done.status.code(), Some(1));
    assert!(String::from_utf8(done.stderr).unwrap().contains(&listen));
}

#[test]
fn a_sandbox_with_a_state_file_comes_back_as_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let environment = || {
        let args = ["--env-file", "sandbox.env", "--state", "sandbox.json"];
        let sandbox = Server::start("sandbox", folder.path(), &args, &[]);
        let lines = std::fs::read_to_string(folder.path().join("sandbox.env")).unwrap();
        assert_eq!(sandbox.terminate().0, Some(0));
        // the port is another
        lines.lines().filter(|line| !line.contains("GATEWAY=")).collect::<Vec<_>>().join("\n")
    };
    let first = environment();
    assert!(first.contains("WXPAY_PUBLIC_KEY_ID=PUB_KEY_ID_"));
    assert!(folder.path().join("sandbox.json.keys/apiclient_key.pem").is_file());
    assert_eq!(environment(), first);
    std::fs::write(folder.path().join("sandbox.json"), "not a state").unwrap();
    let path = folder.path().join("sandbox.json");
    let done = run(&["sandbox", "--state", path.to_str().unwrap()], &[], "");
    assert_eq!(done.status.code(), Some(2));
}
