//! WeChat Pay's side of API v3, as small as it can be: it checks who asks, keeps what it was told, signs
//! what it says, and says what a test wants it to say.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Method, Response, Uri};
use serde_json::{Value, json};

use crate::gateway::{APP_ID, MCH_ID, OFFICIAL_APP_ID};
use crate::seal::{PlatformKey, seal, verify};

pub const API_V3_KEY: &str = "m3Vq8LxT5kZp2Rw7Nc4Hd9Gy6Fs1BjUa";
pub const MERCHANT_SERIAL: &str = "408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB";

/// A request that was signed by the merchant.
#[derive(Clone, Debug)]
pub struct Asked {
    pub method: String,
    pub url: String,
    pub body: Value,
    pub headers: HeaderMap,
}

/// An answer before it is signed.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub body: String,
    /// Changes the headers of the signature before they are sent.
    pub change: fn(&mut HeaderMap),
}

pub fn answer(status: u16, body: &Value) -> Answer {
    Answer { status, body: body.to_string(), change: |_| {} }
}

type Reply = Arc<dyn Fn(&Asked) -> Answer + Send + Sync>;

#[derive(Clone)]
pub struct Platform(Arc<Inner>);

struct Inner {
    clock: Arc<AtomicU64>,
    key: Mutex<PlatformKey>,
    certificates: Mutex<Vec<PlatformKey>>,
    replies: Mutex<HashMap<String, Reply>>,
    requests: Mutex<Vec<Asked>>,
    orders: Mutex<HashMap<String, Value>>,
    refunds: Mutex<HashMap<String, Value>>,
}

impl Platform {
    pub fn new(clock: Arc<AtomicU64>) -> Self {
        Self(Arc::new(Inner {
            clock,
            key: Mutex::new(PlatformKey::One),
            certificates: Mutex::new(vec![PlatformKey::One]),
            replies: Mutex::default(),
            requests: Mutex::default(),
            orders: Mutex::default(),
            refunds: Mutex::default(),
        }))
    }

    pub fn router(&self) -> Router {
        Router::new().route("/v3/{*path}", axum::routing::any(serve)).with_state(self.clone())
    }

    /// From now on signs with this key; `certificates` are those that can be fetched.
    pub fn uses(&self, key: PlatformKey, certificates: &[PlatformKey]) {
        *self.0.key.lock().unwrap() = key;
        *self.0.certificates.lock().unwrap() = certificates.to_vec();
    }

    /// From now on paths that begin with `path` are answered by `reply`.
    pub fn on(&self, path: &str, reply: impl Fn(&Asked) -> Answer + Send + Sync + 'static) {
        self.0.replies.lock().unwrap().insert(path.into(), Arc::new(reply));
    }

    pub fn honest(&self) {
        self.0.replies.lock().unwrap().clear();
    }

    pub fn requests(&self, path: &str) -> Vec<Asked> {
        let requests = self.0.requests.lock().unwrap();
        requests.iter().filter(|asked| asked.url.starts_with(path)).cloned().collect()
    }

    /// The buyer pays.
    pub fn pay(&self, number: &str) -> Value {
        let mut orders = self.0.orders.lock().unwrap();
        let order = orders.get_mut(number).unwrap();
        order["trade_state"] = "SUCCESS".into();
        order["transaction_id"] = format!("42000{}", &number[..23]).into();
        order["success_time"] = "2026-11-21T14:43:50+08:00".into();
        order.clone()
    }

    /// WeChat Pay carries a refund out, or does not.
    pub fn refund_ends(&self, number: &str, status: &str) -> Value {
        let mut refunds = self.0.refunds.lock().unwrap();
        let refund = refunds.get_mut(number).unwrap();
        refund["status"] = status.into();
        let mut told = refund.clone();
        told["refund_status"] = told["status"].take();
        told["mchid"] = MCH_ID.into();
        told
    }

    /// A notification: its headers and its body.
    pub fn notification(&self, event_type: &str, inside: &Value) -> (HeaderMap, String) {
        let sealed = seal(API_V3_KEY, "0a1b2c3d4e5f", "transaction", &inside.to_string());
        let body = json!({
            "id": "EV-2018022511223320873",
            "create_time": "2026-11-21T14:43:50+08:00",
            "resource_type": "encrypt-resource",
            "event_type": event_type,
            "summary": "支付成功",
            "resource": sealed,
        });
        let body = body.to_string();
        (self.sign(&body), body)
    }

    pub fn sign(&self, body: &str) -> HeaderMap {
        self.0.key.lock().unwrap().sign(self.0.clock.load(Ordering::SeqCst), body)
    }

    /// What it answers unless told otherwise.
    pub fn honestly(&self, asked: &Asked) -> Answer {
        let path = asked.url.split('?').next().unwrap();
        let text = |name: &str| asked.body[name].as_str().unwrap_or_default().to_owned();
        let mut orders = self.0.orders.lock().unwrap();
        let mut refunds = self.0.refunds.lock().unwrap();
        if path == "/v3/certificates" {
            let data: Vec<Value> = self
                .0
                .certificates
                .lock()
                .unwrap()
                .iter()
                .map(|key| key.certificate(API_V3_KEY))
                .collect();
            return answer(200, &json!({ "data": data }));
        }
        if path == "/v3/pay/transactions/jsapi" {
            let mut order = asked.body.clone();
            order["trade_state"] = "NOTPAY".into();
            order["trade_state_desc"] = "订单未支付".into();
            orders.insert(text("out_trade_no"), order);
            let count = self.requests(path).len();
            return answer(200, &json!({ "prepay_id": format!("wx2711{count:032}") }));
        }
        if path == "/v3/refund/domestic/refunds" {
            let number = text("out_refund_no");
            let order = orders
                .values()
                .find(|order| order["transaction_id"] == asked.body["transaction_id"]);
            let told = json!({
                "refund_id": format!("50{}", &number[number.len() - 26..]),
                "out_refund_no": number,
                "out_trade_no": order.unwrap()["out_trade_no"],
                "status": "PROCESSING",
                "amount": asked.body["amount"],
            });
            return answer(200, refunds.entry(number).or_insert(told));
        }
        let unknown = answer(404, &json!({ "code": "ORDER_NOT_EXIST", "message": "订单不存在" }));
        if let Some(number) = path.strip_prefix("/v3/refund/domestic/refunds/") {
            let unknown = json!({ "code": "RESOURCE_NOT_EXISTS", "message": "退款单不存在" });
            let unknown = answer(404, &unknown);
            return refunds.get(number).map_or(unknown, |told| answer(200, told));
        }
        let number = path.strip_prefix("/v3/pay/transactions/out-trade-no/").unwrap();
        match (number.strip_suffix("/close"), asked.method.as_str()) {
            (Some(number), "POST") => {
                orders.get_mut(number).unwrap()["trade_state"] = "CLOSED".into();
                Answer { status: 204, body: String::new(), change: |_| {} }
            }
            (None, "GET") => orders.get(number).map_or(unknown, |order| answer(200, order)),
            _ => panic!("nobody expects {} {}", asked.method, asked.url),
        }
    }
}

async fn serve(
    State(platform): State<Platform>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    let text = String::from_utf8(body.to_vec()).unwrap();
    let url = uri.to_string();
    verify(&headers, &format!("{method}\n{url}"), &text, MCH_ID, MERCHANT_SERIAL);
    let body = if text.is_empty() { Value::Null } else { serde_json::from_str(&text).unwrap() };
    assert!(body.get("appid").is_none_or(|appid| appid == APP_ID || appid == OFFICIAL_APP_ID));
    let asked = Asked { method: method.to_string(), url: url.clone(), body, headers };
    platform.0.requests.lock().unwrap().push(asked.clone());
    let reply = {
        let replies = platform.0.replies.lock().unwrap();
        replies.iter().find(|(path, _)| url.starts_with(*path)).map(|(_, reply)| Arc::clone(reply))
    };
    let (answer, mut signature) = tokio::task::spawn_blocking(move || {
        let answer = reply.map_or_else(|| platform.honestly(&asked), |reply| reply(&asked));
        let signature = platform.sign(&answer.body);
        (answer, signature)
    })
    .await
    .unwrap();
    (answer.change)(&mut signature);
    let mut response =
        Response::builder().status(answer.status).body(Body::from(answer.body)).unwrap();
    response.headers_mut().extend(signature);
    response
}
