//! WeChat Pay changes its platform certificate: the merchant fetches the new one when it meets it, believes
//! both while both are in use, and cannot be made to fetch again and again.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use wxpay_merchant::{Clock, Config, Merchant, serve};

use crate::process::{Server, agent};

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

/// How often certificates were asked for.
fn fetched(sandbox: &Server) -> u64 {
    sandbox.get("/_sandbox/books", "").1["requests"]["/v3/certificates"].as_u64().unwrap_or(0)
}

#[test]
fn a_merchant_goes_along_with_a_change_of_the_platform_certificate() {
    let folder = tempfile::tempdir().unwrap();
    let args = ["--env-file", "sandbox.env", "--platform-certificate"];
    let sandbox = Server::start("sandbox", folder.path(), &args, &[]);
    let file = std::fs::read_to_string(folder.path().join("sandbox.env")).unwrap();
    let mut vars: BTreeMap<&str, &str> =
        file.lines().filter_map(|line| line.split_once('=')).collect();
    vars.retain(|name, _| !name.starts_with("WXPAY_PUBLIC_KEY"));
    vars.extend([("WXPAY_API", "v3"), ("WXPAY_DATABASE", ":memory:")]);
    let config = Config::from_env(|name| vars.get(name).map(|value| (*value).to_owned())).unwrap();
    let later = Arc::new(AtomicU64::new(0));
    let read = Arc::clone(&later);
    let clock = Clock::of(move || (now() + read.load(Ordering::SeqCst)) * 1000);
    let runtime = Runtime::new().unwrap();
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let merchant = Merchant::open_at(config.listening_on(&address), clock).unwrap();
    runtime.spawn(serve(listener, merchant, std::future::pending()));
    let call = |method: &str, path: &str, token: &str, body: &Value| -> (u16, Value) {
        let request = ureq::http::Request::builder()
            .method(method)
            .uri([&address, path].concat())
            .header("authorization", format!("Bearer {token}"));
        let body = if method == "GET" { String::new() } else { body.to_string() };
        let mut answer = agent().run(request.body(body).unwrap()).unwrap();
        (answer.status().as_u16(), answer.body_mut().read_json().unwrap())
    };

    let (_, login) = sandbox.post("/_sandbox/login", "", &json!({}));
    let (_, session) = call("POST", "/api/login", "", &json!({ "code": login["code"] }));
    let token = session["token"].as_str().unwrap();
    let items = json!({ "items": [{ "productId": "postcard", "quantity": 1 }] });
    let (_, order) = call("POST", "/api/orders", token, &items);
    let number = order["outTradeNo"].as_str().unwrap();
    let prepay = format!("/api/orders/{number}/prepay");
    assert_eq!(call("POST", &prepay, token, &json!({})).0, 200);
    assert_eq!(fetched(&sandbox), 1);
    let query = || call("GET", &format!("/api/orders/{number}"), token, &Value::Null);

    let (_, certificates) = sandbox.post("/_sandbox/certificates", "", &json!({}));
    let old = certificates["certificates"][0].clone();
    assert_ne!(certificates["signsWith"], old);
    // the last fetch is less than a minute ago
    assert_eq!(query().1["code"], "answer_signature");
    assert_eq!(fetched(&sandbox), 1);
    later.store(61, Ordering::SeqCst);
    let (status, told) = query();
    assert_eq!((status, &told["tradeState"]), (200, &json!("NOTPAY")), "{told}");
    assert_eq!(fetched(&sandbox), 2);
    // both are in use, and neither is fetched for again
    for signs in [&old, &certificates["signsWith"], &old] {
        sandbox.post("/_sandbox/certificates", "", &json!({ "signWith": signs }));
        assert_eq!(query().0, 200, "{signs}");
    }
    assert_eq!(fetched(&sandbox), 2);

    // a stranger's numbers
    later.store(122, Ordering::SeqCst);
    for n in 0..20 {
        let request = agent().post([&address, "/notify/v3"].concat());
        let request = request
            .header("wechatpay-timestamp", (now() + 122).to_string())
            .header("wechatpay-nonce", "n")
            .header("wechatpay-signature", "c2lnbmF0dXJl")
            .header("wechatpay-serial", format!("5157F09EFDC096DE15EBE81A47057A72000000{n:02}"));
        assert_eq!(request.send("{}").unwrap().status(), 401);
    }
    assert_eq!(fetched(&sandbox), 3);
    assert_eq!(query().0, 200);
    runtime.shutdown_background();
}
