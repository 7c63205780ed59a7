//! A merchant and its gateway on ports of their own, and buyers who call it.

use std::io::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use axum::http::HeaderMap;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use wxpay_merchant::{Clock, Config, Merchant, serve};

use crate::gateway::{APP_ID, Gateway, KEY, MCH_ID};
use crate::platform::{API_V3_KEY, MERCHANT_SERIAL, Platform};
use crate::seal::merchant_key;

pub const APP_SECRET: &str = "0d1e2f3a4b5c6d7e8f90a1b2c3d4e5f6";
pub const TOKEN_KEY: &str = "a-key-for-tokens-that-nobody-can-guess";
/// 2026-11-21 06:43:50 UTC.
pub const NOW: u64 = 1_795_243_430;

pub struct Shop {
    pub address: String,
    pub gateway: Gateway,
    pub platform: Platform,
    pub merchant: Merchant,
    clock: Arc<AtomicU64>,
    runtime: Option<Runtime>,
}

impl Shop {
    pub fn open() -> Self {
        Self::with(&[])
    }

    /// A shop whose new orders are made over API v3, with platform certificates unless told otherwise.
    pub fn v3(vars: &[(&str, &str)]) -> Self {
        let key = merchant_key();
        let usual = [
            ("WXPAY_API", "v3"),
            ("WXPAY_API_V3_KEY", API_V3_KEY),
            ("WXPAY_PRIVATE_KEY", key.as_str()),
            ("WXPAY_MCH_SERIAL", MERCHANT_SERIAL),
            ("WXPAY_NOTIFY_URL", "https://shop.example.com/notify/v3"),
        ];
        Self::with(&[vars, &usual].concat())
    }

    /// A shop with other variables than usual.
    pub fn with(vars: &[(&str, &str)]) -> Self {
        Self::patient(vars, Duration::from_secs(10))
    }

    pub fn patient(vars: &[(&str, &str)], patience: Duration) -> Self {
        log();
        let runtime = Runtime::new().unwrap();
        let listen = || runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let (outside, inside) = (listen(), listen());
        let gateway = Gateway::default();
        let gateway_address = format!("http://{}", outside.local_addr().unwrap());
        let clock = Arc::new(AtomicU64::new(NOW));
        let platform = Platform::new(Arc::clone(&clock));
        let outside_router = gateway.router().merge(platform.router());
        runtime.spawn(axum::serve(outside, outside_router).into_future());
        let config = config(&gateway_address, vars).with_patience(patience);
        let read = Arc::clone(&clock);
        let clock_of_shop = Clock::of(move || read.load(Ordering::SeqCst) * 1000 + 999);
        let merchant = Merchant::open_at(config, clock_of_shop).unwrap();
        let address = format!("http://{}", inside.local_addr().unwrap());
        runtime.spawn(serve(inside, merchant.clone(), std::future::pending()));
        Self { address, gateway, platform, merchant, clock, runtime: Some(runtime) }
    }

    pub fn advance(&self, seconds: u64) {
        self.clock.fetch_add(seconds, Ordering::SeqCst);
    }

    pub fn now(&self) -> u64 {
        self.clock.load(Ordering::SeqCst)
    }

    /// What anybody on the network may send, with headers of his own; gives status and body.
    pub fn send(&self, path: &str, headers: &HeaderMap, body: &str) -> (u16, String) {
        let mut request = agent().post([&self.address, path].concat());
        for (name, value) in headers {
            request = request.header(name.as_str(), value.to_str().unwrap());
        }
        let mut answer = request.send(body).unwrap();
        (answer.status().as_u16(), answer.body_mut().read_to_string().unwrap())
    }

    /// How often an order was told to be settled, by the log.
    pub fn settled(&self, number: &str) -> usize {
        let log = String::from_utf8(log().lock().unwrap().clone()).unwrap();
        log.lines().filter(|line| line.contains("settled") && line.contains(number)).count()
    }

    pub fn anybody(&self) -> Buyer<'_> {
        Buyer { shop: self, token: None }
    }

    /// A buyer of that name, logged in.
    pub fn buyer(&self, name: &str) -> Buyer<'_> {
        let (status, login) = self.anybody().post("/api/login", &json!({ "code": name }));
        assert_eq!(status, 200, "{login}");
        let token = login["token"].as_str().unwrap().to_owned();
        Buyer { shop: self, token: Some(token) }
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

pub fn config(gateway: &str, vars: &[(&str, &str)]) -> Config {
    Config::from_env(|name| {
        let given = vars.iter().find(|(each, _)| *each == name).map(|(_, value)| *value);
        let usual = match name {
            "WXPAY_GATEWAY" | "WXPAY_LOGIN_GATEWAY" => Some(gateway),
            "WXPAY_APPID" => Some(APP_ID),
            "WXPAY_APP_SECRET" => Some(APP_SECRET),
            "WXPAY_MCH_ID" => Some(MCH_ID),
            "WXPAY_API_V2_KEY" => Some(KEY),
            "WXPAY_TOKEN_KEY" => Some(TOKEN_KEY),
            "WXPAY_DATABASE" => Some(":memory:"),
            "WXPAY_NOTIFY_URL" => Some("https://shop.example.com/notify/v2"),
            _ => None,
        };
        given.or(usual).map(str::to_owned)
    })
    .unwrap()
}

pub struct Buyer<'a> {
    shop: &'a Shop,
    pub token: Option<String>,
}

impl Buyer<'_> {
    pub fn get(&self, path: &str) -> (u16, Value) {
        let mut request = agent().get([&self.shop.address, path].concat());
        if let Some(token) = &self.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        read(request.call())
    }

    pub fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        self.post_text(path, &body.to_string())
    }

    pub fn post_keyed(&self, path: &str, key: &str, body: &Value) -> (u16, Value) {
        let mut request = agent().post([&self.shop.address, path].concat());
        if let Some(token) = &self.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        read(request.header("idempotency-key", key).send(body.to_string()))
    }

    pub fn post_text(&self, path: &str, body: &str) -> (u16, Value) {
        let mut request = agent().post([&self.shop.address, path].concat());
        if let Some(token) = &self.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        read(request.header("accept-language", "en").send(body))
    }

    /// Orders one piece; gives the number.
    pub fn order(&self, product: &str) -> String {
        let body = json!({ "items": [{ "productId": product, "quantity": 1 }] });
        let (status, order) = self.post("/api/orders", &body);
        assert_eq!(status, 201, "{order}");
        order["outTradeNo"].as_str().unwrap().to_owned()
    }

    pub fn prepay(&self, number: &str) -> (u16, Value) {
        let pair = json!({ "nonceStr": "abcDEF123", "timeStamp": NOW.to_string() });
        self.post(&format!("/api/orders/{number}/prepay"), &pair)
    }

    pub fn query(&self, number: &str) -> (u16, Value) {
        self.get(&format!("/api/orders/{number}"))
    }
}

pub fn agent() -> ureq::Agent {
    let config = ureq::Agent::config_builder().http_status_as_error(false).proxy(None);
    config.timeout_global(Some(Duration::from_secs(30))).build().new_agent()
}

fn read(answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> (u16, Value) {
    let mut answer = answer.unwrap();
    let text = answer.body_mut().read_to_string().unwrap();
    let value = serde_json::from_str(&text).unwrap_or_else(|_| panic!("not JSON: {text}"));
    (answer.status().as_u16(), value)
}

/// Everything that any test has made the backend log.
pub fn log() -> &'static Mutex<Vec<u8>> {
    static LOG: OnceLock<&'static Mutex<Vec<u8>>> = OnceLock::new();
    LOG.get_or_init(|| {
        let log: &'static Mutex<Vec<u8>> = Box::leak(Box::default());
        tracing_subscriber::fmt()
            .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
            .with_writer(move || Writer(log))
            .with_ansi(false)
            .init();
        log
    })
}

struct Writer(&'static Mutex<Vec<u8>>);

impl Write for Writer {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
