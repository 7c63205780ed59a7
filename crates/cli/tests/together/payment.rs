//! Payments from login to the paid order, through two processes.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use crate::process::{Server, agent, run};

/// A merchant and the sandbox it is pointed at.
struct Town {
    folder: tempfile::TempDir,
    sandbox: Server,
    merchant: Server,
    environment: String,
}

impl Town {
    /// `sign_type` RSA is API v3.
    fn found(sign_type: &str) -> Self {
        Self::found_with(sign_type, &[], &[])
    }

    /// With more arguments and variables for the sandbox.
    fn found_with(sign_type: &str, args: &[&str], account: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let args = [&["--env-file", "sandbox.env"], args].concat();
        let sandbox = Server::start("sandbox", folder.path(), &args, account);
        let environment = std::fs::read_to_string(folder.path().join("sandbox.env")).unwrap();
        let api = match sign_type {
            "RSA" => ("WXPAY_API", "v3"),
            _ => ("WXPAY_SIGN_TYPE", sign_type),
        };
        let vars = [api, ("WXPAY_LOG", "trace")];
        let merchant =
            Server::start("merchant", folder.path(), &["--env-file", "sandbox.env"], &vars);
        Self { folder, sandbox, merchant, environment }
    }

    fn variable(&self, name: &str) -> &str {
        let begin = format!("{name}=");
        self.environment.lines().find_map(|line| line.strip_prefix(&begin)).unwrap()
    }

    /// Logs the sandbox's usual buyer in.
    fn log_in(&self) -> String {
        let (_, login) = self.sandbox.post("/_sandbox/login", "", &json!({}));
        let code = json!({ "code": login["code"] });
        let (status, session) = self.merchant.post("/api/login", "", &code);
        assert_eq!(status, 200, "{session}");
        // a code works once
        assert_eq!(self.merchant.post("/api/login", "", &code).0, 401);
        session["token"].as_str().unwrap().to_owned()
    }

    fn order(&self, token: &str) -> String {
        let body = json!({ "items": [{ "productId": "postcard", "quantity": 1 }] });
        let (status, order) = self.merchant.post("/api/orders", token, &body);
        assert_eq!(status, 201, "{order}");
        order["outTradeNo"].as_str().unwrap().to_owned()
    }

    fn prepay(&self, token: &str, number: &str) -> Value {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
        let pair = json!({ "nonceStr": "ofTheClient1", "timeStamp": now.to_string() });
        let (status, params) =
            self.merchant.post(&format!("/api/orders/{number}/prepay"), token, &pair);
        assert_eq!(status, 200, "{params}");
        params
    }

    /// What the client hands to wx.requestPayment: five values and who it is.
    fn cashier(&self, params: &Value) -> Value {
        let mut handed = json!({ "appId": self.variable("WXPAY_APPID") });
        for name in ["timeStamp", "nonceStr", "package", "signType", "paySign"] {
            handed[name] = params[name].clone();
        }
        let (status, shown) = self.sandbox.post("/_sandbox/cashier", "", &handed);
        assert_eq!(status, 200, "{shown}");
        shown
    }

    fn act(&self, cashier: &Value, act: &str) -> Value {
        let id = cashier["id"].as_str().unwrap();
        self.sandbox.post(&format!("/_sandbox/cashier/{id}/{act}"), "", &json!({})).1
    }

    fn query(&self, token: &str, number: &str) -> Value {
        let (status, order) = self.merchant.get(&format!("/api/orders/{number}"), token);
        assert_eq!(status, 200, "{order}");
        order
    }
}

#[test]
fn what_the_sandbox_tells_by_itself_pays_the_order_and_nobody_asks() {
    for sign_type in ["MD5", "HMAC-SHA256", "RSA"] {
        let town = Town::found(sign_type);
        let token = town.log_in();
        let number = town.order(&token);
        let cashier = town.cashier(&town.prepay(&token, &number));
        assert_eq!(town.act(&cashier, "pay")["result"]["errMsg"], "requestPayment:ok");
        let (_, told) = town.sandbox.get("/_sandbox/notifications?wait=20", "");
        assert_eq!(told["busy"], false, "{told}");
        assert_eq!(town.query(&token, &number)["tradeState"], "SUCCESS", "{told}");
        let (_, books) = town.sandbox.get("/_sandbox/books", "");
        let asked = books["requests"].as_object().unwrap().keys();
        let asked: Vec<_> = asked
            .filter(|path| path.contains("orderquery") || path.contains("out-trade-no"))
            .collect();
        assert!(asked.is_empty(), "{asked:?}");
        ends_well(town, &token);
    }
}

#[test]
fn what_the_sandbox_tells_wrongly_is_refused_and_what_it_tells_rightly_counts() {
    for (sign_type, wrong) in [
        ("MD5", &["wrong_signature", "unsigned", "tampered", "other_amount"][..]),
        ("HMAC-SHA256", &["wrong_signature", "unsigned", "tampered", "md5", "other_amount"]),
        ("RSA", &["probe", "wrong_signature", "unsigned", "tampered", "old", "other_amount"]),
    ] {
        let town = Town::found(sign_type);
        let settings = format!("{}/_sandbox/settings", town.sandbox.address);
        let held = agent().put(settings).send_json(json!({ "holdNotifications": true })).unwrap();
        assert_eq!(held.status(), 200);
        let token = town.log_in();
        let number = town.order(&token);
        let cashier = town.cashier(&town.prepay(&token, &number));
        town.act(&cashier, "pay");
        let (_, told) = town.sandbox.get("/_sandbox/notifications", "");
        let id = told["notifications"][0]["id"].as_str().unwrap();
        let send = |asked: &Value| -> Vec<bool> {
            let path = format!("/_sandbox/notifications/{id}/send");
            let (status, sent) = town.sandbox.post(&path, "", asked);
            assert_eq!(status, 200, "{sent}");
            let answers = sent["answers"].as_array().unwrap();
            answers.iter().map(|answer| answer["accepted"].as_bool().unwrap()).collect()
        };
        // as the table has it: a query would ask the sandbox
        let state =
            || town.merchant.get("/api/orders", &token).1["orders"][0]["tradeState"].clone();
        for shape in wrong {
            assert_eq!(send(&json!({ "as": shape })), [false], "{sign_type} {shape}");
            assert_eq!(state(), "NOTPAY", "{sign_type} {shape}");
        }
        let all = send(&json!({ "times": 8, "together": true }));
        assert_eq!(all, [true; 8], "{sign_type}");
        assert_eq!(state(), "SUCCESS");
        ends_well(town, &token);
    }
}

fn pays(sign_type: &str) {
    let town = Town::found(sign_type);
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

/// Both servers stop when they are told to, and have told nobody a secret.
fn ends_well(town: Town, token: &str) {
    let secrets: Vec<String> = ["WXPAY_API_V2_KEY", "WXPAY_APP_SECRET"]
        .iter()
        .map(|name| town.variable(name).to_owned())
        .chain([token.to_owned()])
        .collect();
    let (code, out, log) = town.merchant.terminate();
    assert_eq!(code, Some(0), "{log}");
    assert!(log.contains("request"), "{log}");
    for secret in secrets {
        assert!(!out.contains(&secret) && !log.contains(&secret), "{secret} in {out}{log}");
    }
    let (code, out, log) = town.sandbox.terminate();
    assert_eq!(code, Some(0), "{log}");
    // after its first line it printed the environment, the same as in the file
    assert_eq!(out, town.environment);
    drop(town.folder);
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
