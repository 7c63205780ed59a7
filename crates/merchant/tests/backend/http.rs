//! Paths, methods, bodies, languages, and the end of the server.

use std::sync::Mutex;
use std::sync::mpsc;

use serde_json::json;
use tokio::sync::oneshot;
use wxpay_merchant::{Merchant, serve};

use crate::gateway::{Gateway, prepared};
use crate::shop::{Shop, agent, config, log};

#[test]
fn it_is_alive() {
    let shop = Shop::open();
    assert_eq!(shop.anybody().get("/healthz"), (200, json!({ "status": "ok" })));
}

#[test]
fn a_body_that_is_no_json_object_is_refused() {
    let shop = Shop::open();
    let buyer = shop.buyer("li");
    for body in ["{", "[]", "7", "null", "\u{feff}{}", "{\"items\":", "<xml/>"] {
        let (status, error) = buyer.post_text("/api/orders", body);
        assert_eq!((status, &error["code"]), (400, &json!("body_malformed")), "{body}");
        assert_eq!(error["field"], "body", "{body}");
    }
    assert_eq!(buyer.post_text("/api/login", "{").1["field"], "body");
}

#[test]
fn a_body_without_end_is_refused() {
    let shop = Shop::open();
    let long = format!("{{\"code\":\"{}\"}}", "x".repeat(100_000));
    let (status, error) = shop.anybody().post_text("/api/login", &long);
    assert_eq!((status, &error["code"]), (413, &json!("body_too_large")));
}

#[test]
fn wrong_paths_and_methods_are_answered_in_json_too() {
    let shop = Shop::open();
    let buyer = shop.buyer("li");
    let (status, error) = buyer.get("/api/nothing");
    assert_eq!((status, &error["code"]), (404, &json!("no_such_path")));
    let answer = agent().get(format!("{}/api/login", shop.address)).call().unwrap();
    assert_eq!(answer.status(), 405);
    assert_eq!(answer.headers()["allow"], "POST");
}

#[test]
fn errors_speak_chinese_unless_english_is_asked_for() {
    let shop = Shop::open();
    for (language, message) in [
        (None, "没有这笔订单"),
        (Some("zh-CN,zh;q=0.9,en;q=0.8"), "没有这笔订单"),
        (Some("en-GB,en"), "you have no such order"),
    ] {
        let token = shop.buyer("li").token.unwrap();
        let mut request = agent()
            .get(format!("{}/api/orders/X", shop.address))
            .header("authorization", format!("bearer {token}"));
        if let Some(language) = language {
            request = request.header("accept-language", language);
        }
        let error: serde_json::Value = request.call().unwrap().body_mut().read_json().unwrap();
        assert_eq!(error["message"], message);
    }
}

#[test]
fn an_answer_can_be_found_in_the_log_and_is_kept_by_nobody() {
    let shop = Shop::open();
    let answer = agent().get(format!("{}/api/orders", shop.address)).call().unwrap();
    assert_eq!(answer.headers()["cache-control"], "no-store");
    let id = answer.headers()["x-request-id"].to_str().unwrap().to_owned();
    let log = String::from_utf8(log().lock().unwrap().clone()).unwrap();
    let line = log.lines().find(|line| line.contains(&id)).unwrap();
    assert!(line.contains("not_logged_in") && line.contains("401"), "{line}");
}

#[test]
fn a_server_that_is_told_to_stop_finishes_what_it_has_begun() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let listen = || runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    let (outside, inside) = (listen(), listen());
    let gateway = Gateway::default();
    let merchant =
        Merchant::open(config(&format!("http://{}", outside.local_addr().unwrap()), &[])).unwrap();
    runtime.spawn(axum::serve(outside, gateway.router()).into_future());
    let address = format!("http://{}", inside.local_addr().unwrap());
    let (stop, stopped) = oneshot::channel::<()>();
    let server = runtime.spawn(serve(inside, merchant, async {
        let _ = stopped.await;
    }));
    let post = |path: &str, token: &str, body: serde_json::Value| -> (u16, serde_json::Value) {
        let mut answer = agent()
            .post(format!("{address}{path}"))
            .header("authorization", format!("Bearer {token}"))
            .send_json(body)
            .unwrap();
        (answer.status().as_u16(), answer.body_mut().read_json().unwrap())
    };
    let token =
        post("/api/login", "", json!({ "code": "li" })).1["token"].as_str().unwrap().to_owned();
    let items = json!({ "items": [{ "productId": "oolong", "quantity": 1 }] });
    let order = post("/api/orders", &token, items).1;
    let (arrived, underway) = mpsc::channel();
    let (release, wait) = mpsc::channel::<()>();
    let wait = Mutex::new(wait);
    gateway.on("/pay/unifiedorder", move |asked| {
        arrived.send(()).unwrap();
        wait.lock().unwrap().recv().unwrap();
        prepared(asked, "wx1")
    });
    std::thread::scope(|scope| {
        let path = format!("/api/orders/{}/prepay", order["outTradeNo"].as_str().unwrap());
        let (post, token) = (&post, &token);
        let prepay = scope.spawn(move || post(&path, token, json!({})));
        underway.recv().unwrap();
        stop.send(()).unwrap();
        release.send(()).unwrap();
        assert_eq!(prepay.join().unwrap().0, 200);
        runtime.block_on(server).unwrap().unwrap();
    });
    runtime.shutdown_background();
}
