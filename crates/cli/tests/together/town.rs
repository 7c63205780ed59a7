//! A merchant and a sandbox beside each other, as a person starts them.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use crate::process::{Server, agent};

/// A merchant and the sandbox it is pointed at.
pub struct Town {
    pub folder: tempfile::TempDir,
    pub sandbox: Server,
    pub merchant: Server,
    pub environment: String,
}

impl Town {
    /// `sign_type` RSA is API v3.
    pub fn found(sign_type: &str) -> Self {
        Self::found_with(sign_type, &[], &[])
    }

    /// With more arguments and variables for the sandbox.
    pub fn found_with(sign_type: &str, args: &[&str], account: &[(&str, &str)]) -> Self {
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

    /// API v3 without the public key: what the sandbox signs with its platform certificate.
    pub fn with_certificates() -> Self {
        let mut town = Self::found("RSA");
        town.set(&json!({ "signedWith": "certificate" }));
        let lines = town.environment.lines().filter(|line| !line.starts_with("WXPAY_PUBLIC_KEY"));
        let lines: Vec<&str> = lines.collect();
        std::fs::write(town.folder.path().join("other.env"), lines.join("\n")).unwrap();
        let vars = [("WXPAY_API", "v3"), ("WXPAY_LOG", "trace")];
        let args = ["--env-file", "other.env"];
        town.merchant = Server::start("merchant", town.folder.path(), &args, &vars);
        town
    }

    pub fn variable(&self, name: &str) -> &str {
        let begin = format!("{name}=");
        self.environment.lines().find_map(|line| line.strip_prefix(&begin)).unwrap()
    }

    /// Logs the sandbox's usual buyer in.
    pub fn log_in(&self) -> String {
        let (_, login) = self.sandbox.post("/_sandbox/login", "", &json!({}));
        let code = json!({ "code": login["code"] });
        let (status, session) = self.merchant.post("/api/login", "", &code);
        assert_eq!(status, 200, "{session}");
        // a code works once
        assert_eq!(self.merchant.post("/api/login", "", &code).0, 401);
        session["token"].as_str().unwrap().to_owned()
    }

    pub fn order(&self, token: &str) -> String {
        let body = json!({ "items": [{ "productId": "postcard", "quantity": 1 }] });
        let (status, order) = self.merchant.post("/api/orders", token, &body);
        assert_eq!(status, 201, "{order}");
        order["outTradeNo"].as_str().unwrap().to_owned()
    }

    pub fn prepay(&self, token: &str, number: &str) -> Value {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
        let pair = json!({ "nonceStr": "ofTheClient1", "timeStamp": now.to_string() });
        let (status, params) =
            self.merchant.post(&format!("/api/orders/{number}/prepay"), token, &pair);
        assert_eq!(status, 200, "{params}");
        params
    }

    /// What the client hands to wx.requestPayment: five values and who it is.
    pub fn cashier(&self, params: &Value) -> Value {
        let mut handed = json!({ "appId": self.variable("WXPAY_APPID") });
        for name in ["timeStamp", "nonceStr", "package", "signType", "paySign"] {
            handed[name] = params[name].clone();
        }
        let (status, shown) = self.sandbox.post("/_sandbox/cashier", "", &handed);
        assert_eq!(status, 200, "{shown}");
        shown
    }

    pub fn act(&self, cashier: &Value, act: &str) -> Value {
        let id = cashier["id"].as_str().unwrap();
        self.sandbox.post(&format!("/_sandbox/cashier/{id}/{act}"), "", &json!({})).1
    }

    /// Turns the sandbox's knobs.
    pub fn set(&self, settings: &Value) {
        let path = format!("{}/_sandbox/settings", self.sandbox.address);
        assert_eq!(agent().put(path).send_json(settings).unwrap().status(), 200);
    }

    pub fn query(&self, token: &str, number: &str) -> Value {
        let (status, order) = self.merchant.get(&format!("/api/orders/{number}"), token);
        assert_eq!(status, 200, "{order}");
        order
    }
}

/// Both servers stop when they are told to, and have told nobody a secret.
pub fn ends_well(town: Town, token: &str) {
    let secrets: Vec<String> =
        ["WXPAY_API_V2_KEY", "WXPAY_API_V3_KEY", "WXPAY_APP_SECRET", "WXPAY_OFFICIAL_APP_SECRET"]
            .iter()
            .map(|name| town.variable(name).to_owned())
            .chain([token.to_owned()])
            .collect();
    let key = std::fs::read_to_string(town.variable("WXPAY_PRIVATE_KEY_FILE")).unwrap();
    let key = key.lines().filter(|line| !line.starts_with('-')).map(str::to_owned);
    let secrets: Vec<String> = secrets.into_iter().chain(key).collect();
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
