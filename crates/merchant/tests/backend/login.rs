//! Logging in, and what is not opened without it.

use serde_json::json;
use wxpay_merchant::{Merchant, serve};

use crate::shop::{Shop, agent, config};

#[test]
fn a_code_that_wechat_refuses_logs_nobody_in() {
    let shop = Shop::open();
    shop.gateway.on("/sns/jscode2session", |_| {
        r#"{"errcode":40029,"errmsg":"invalid code, rid: 1"}"#.into()
    });
    let (status, error) = shop.anybody().post("/api/login", &json!({ "code": "old" }));
    assert_eq!(status, 401);
    assert_eq!(error["code"], "login_code_invalid");
    assert!(error["message"].as_str().unwrap().contains("40029"), "{error}");
    assert!(!error["hint"].as_str().unwrap().is_empty());
}

#[test]
fn a_code_goes_to_wechat_as_it_is_and_never_as_more_than_a_value() {
    let shop = Shop::open();
    shop.buyer("a&secret=b#c");
    let asked = &shop.gateway.requests("/sns/jscode2session")[0];
    assert_eq!(asked["js_code"], "a%26secret%3Db%23c");
    assert_eq!(asked["grant_type"], "authorization_code");
    assert_eq!(asked["secret"], crate::shop::APP_SECRET);
}

#[test]
fn the_mock_code_of_devtools_is_a_code_like_any_other() {
    let shop = Shop::open();
    shop.buyer("the code is a mock one");
    let asked = &shop.gateway.requests("/sns/jscode2session")[0];
    assert_eq!(asked["js_code"].replace("%20", "+"), "the+code+is+a+mock+one");
}

#[test]
fn a_login_without_a_code_names_the_field_and_bothers_nobody() {
    let shop = Shop::open();
    for body in [json!({}), json!({ "code": 7 }), json!({ "code": "" }), json!({ "code": "a\nb" })]
    {
        let (status, error) = shop.anybody().post("/api/login", &body);
        assert_eq!((status, &error["field"]), (400, &json!("code")), "{body}");
        assert_eq!(error["code"], "field_malformed");
    }
    assert!(shop.gateway.requests("/sns/jscode2session").is_empty());
}

#[test]
fn a_token_ends_after_two_hours() {
    let shop = Shop::open();
    let buyer = shop.buyer("li");
    shop.advance(7199);
    assert_eq!(buyer.get("/api/orders").0, 200);
    shop.advance(1);
    let (status, error) = buyer.get("/api/orders");
    assert_eq!((status, &error["code"]), (401, &json!("not_logged_in")));
}

#[test]
fn nothing_of_a_buyer_is_shown_without_a_token() {
    let shop = Shop::open();
    let mut nobody = shop.anybody();
    for token in [None, Some(""), Some("x"), Some("x.9999999999.y")] {
        nobody.token = token.map(str::to_owned);
        for (status, error) in [
            nobody.get("/api/orders"),
            nobody.query("A"),
            nobody.post("/api/orders", &json!({})),
            nobody.prepay("A"),
        ] {
            assert_eq!((status, &error["code"]), (401, &json!("not_logged_in")), "{token:?}");
        }
    }
    assert_eq!(nobody.get("/api/products").0, 200);
}

#[test]
fn the_same_buyer_finds_the_orders_again_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shop.db");
    let database = [("WXPAY_DATABASE", file.to_str().unwrap())];
    let (number, token) = {
        let shop = Shop::with(&database);
        let buyer = shop.buyer("li");
        (buyer.order("oolong"), buyer.token.clone())
    };
    let shop = Shop::with(&database);
    let mut buyer = shop.anybody();
    buyer.token = token;
    assert_eq!(buyer.query(&number).1["tradeState"], "NOTPAY");
    assert_eq!(shop.buyer("li").query(&number).0, 200);
    // the token names a buyer of that file, so it opens nothing in another one
    let other = Shop::open();
    let mut stranger = other.anybody();
    stranger.token = buyer.token;
    assert_eq!(stranger.get("/api/orders").0, 401);
}

#[test]
fn a_login_while_wechat_is_down_says_so() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let listen = || runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    // bound and dropped: nobody listens there
    let nobody = format!("http://{}", listen().local_addr().unwrap());
    let inside = listen();
    let address = format!("http://{}", inside.local_addr().unwrap());
    let merchant = Merchant::open(config(&nobody, &[])).unwrap();
    runtime.spawn(serve(inside, merchant, std::future::pending()));
    let mut answer =
        agent().post(format!("{address}/api/login")).send_json(json!({ "code": "c" })).unwrap();
    assert_eq!(answer.status(), 502);
    let error: serde_json::Value = answer.body_mut().read_json().unwrap();
    assert_eq!(error["code"], "login_unreachable");
    runtime.shutdown_background();
}
