//! A merchant that speaks API v3: it signs what it sends and checks every answer's signature. It
//! signs with the sandbox's own code, which `published_v3.rs` holds to WeChat's values. Never here: a
//! test.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use wxpay_sandbox::RsaKey;

use crate::world::{World, keys};

pub const JSAPI: &str = "/v3/pay/transactions/jsapi";

/// An answer whose signature was right.
pub struct Answer {
    pub status: u16,
    pub serial: String,
    pub body: Value,
}

/// The parts of `Authorization`, to be spoiled by a test.
pub struct Draft<'a> {
    pub method: &'a str,
    pub url: &'a str,
    pub body: &'a str,
    pub mchid: String,
    pub nonce: String,
    pub timestamp: u64,
    pub serial: String,
    pub wanted_serial: Option<String>,
}

pub fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

impl Draft<'_> {
    pub fn message(&self) -> String {
        let Draft { method, url, timestamp, nonce, body, .. } = self;
        format!("{method}\n{url}\n{timestamp}\n{nonce}\n{body}\n")
    }

    pub fn authorization(&self, signature: &str) -> String {
        format!(
            "WECHATPAY2-SHA256-RSA2048 mchid=\"{}\",nonce_str=\"{}\",signature=\"{signature}\",\
             timestamp=\"{}\",serial_no=\"{}\"",
            self.mchid, self.nonce, self.timestamp, self.serial
        )
    }
}

impl World {
    pub fn draft<'a>(&self, method: &'a str, url: &'a str, body: &'a str) -> Draft<'a> {
        Draft {
            method,
            url,
            body,
            mchid: self.account.mch_id.clone(),
            nonce: "593BEC0C930BF1AFEB40B4A08C8FB242".into(),
            timestamp: now(),
            serial: keys().merchant_serial().to_owned(),
            wanted_serial: None,
        }
    }

    /// Signs rightly and sends.
    pub fn send_v3(&self, draft: &Draft<'_>) -> Answer {
        let signature = keys().merchant().sign(draft.message().as_bytes());
        self.send_with(draft, &draft.authorization(&signature))
    }

    /// Sends with this `Authorization`.
    pub fn send_with(&self, draft: &Draft<'_>, authorization: &str) -> Answer {
        let mut request = ureq::http::Request::builder()
            .method(draft.method)
            .uri(format!("{}{}", self.base(), draft.url))
            .header("accept", "application/json")
            .header("content-type", "application/json");
        if !authorization.is_empty() {
            request = request.header("authorization", authorization);
        }
        if let Some(serial) = &draft.wanted_serial {
            request = request.header("wechatpay-serial", serial);
        }
        let mut answer = self.agent().run(request.body(draft.body.to_owned()).unwrap()).unwrap();
        let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
        let (timestamp, nonce) = (header("wechatpay-timestamp"), header("wechatpay-nonce"));
        let (signature, serial) = (header("wechatpay-signature"), header("wechatpay-serial"));
        let status = answer.status().as_u16();
        let text = answer.body_mut().read_to_string().unwrap();
        let keys = keys();
        let key: &RsaKey =
            if serial == keys.public_key_id() { keys.public() } else { keys.platform() };
        assert!(serial == keys.public_key_id() || serial == keys.platform_serial());
        let message = format!("{timestamp}\n{nonce}\n{text}\n");
        assert!(key.verifies(message.as_bytes(), &signature), "an answer is signed wrongly");
        assert!(now().abs_diff(timestamp.parse().unwrap()) < 300);
        let body = if text.is_empty() { Value::Null } else { serde_json::from_str(&text).unwrap() };
        Answer { status, serial, body }
    }

    pub fn get_v3(&self, url: &str) -> Answer {
        self.send_v3(&self.draft("GET", url, ""))
    }

    pub fn post_v3(&self, url: &str, body: &Value) -> Answer {
        self.send_v3(&self.draft("POST", url, &body.to_string()))
    }

    /// An order of one fen by the usual buyer.
    pub fn order_v3(&self, out_trade_no: &str) -> Value {
        json!({
            "appid": self.account.appid,
            "mchid": self.account.mch_id,
            "description": "沙箱商店-苹果",
            "out_trade_no": out_trade_no,
            "notify_url": "http://127.0.0.1:9/notify/v3",
            "amount": { "total": 1, "currency": "CNY" },
            "payer": { "openid": self.log_in() },
        })
    }

    pub fn prepay_v3(&self, out_trade_no: &str) -> String {
        let answer = self.post_v3(JSAPI, &self.order_v3(out_trade_no));
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.body["prepay_id"].as_str().unwrap().to_owned()
    }

    pub fn query_v3(&self, out_trade_no: &str) -> Value {
        let mchid = &self.account.mch_id;
        let url = format!("/v3/pay/transactions/out-trade-no/{out_trade_no}?mchid={mchid}");
        self.get_v3(&url).body
    }

    pub fn close_v3(&self, out_trade_no: &str) -> Answer {
        let url = format!("/v3/pay/transactions/out-trade-no/{out_trade_no}/close");
        self.post_v3(&url, &json!({ "mchid": self.account.mch_id }))
    }

    /// What a right client hands over for an order of API v3.
    pub fn handed_v3(&self, prepay_id: &str) -> Value {
        let package = format!("prepay_id={prepay_id}");
        let (time, nonce) = (now().to_string(), "e61463f8efa94090b1f366cccfbbb444");
        let message = format!("{}\n{time}\n{nonce}\n{package}\n", self.account.appid);
        json!({
            "appId": self.account.appid,
            "timeStamp": time,
            "nonceStr": nonce,
            "package": package,
            "signType": "RSA",
            "paySign": keys().merchant().sign(message.as_bytes()),
        })
    }

    /// Orders and pays; gives the `transaction_id`.
    pub fn paid_v3(&self, out_trade_no: &str) -> String {
        let prepay_id = self.prepay_v3(out_trade_no);
        let opened = self.request_payment(self.handed_v3(&prepay_id));
        assert_eq!(self.act(opened["id"].as_str().unwrap(), "pay").1["callback"], "success");
        self.query_v3(out_trade_no)["transaction_id"].as_str().unwrap().to_owned()
    }
}
