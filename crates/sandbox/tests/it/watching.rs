//! Books, log, clock, the `Explain` hook: what a developer sees.

use serde_json::json;
use wxpay_sandbox::signature::SignType;
use wxpay_sandbox::{Explain, SignatureCase};

use crate::world::World;

#[test]
fn the_books_count_what_was_asked() {
    let world = World::start();
    world.prepay("order-1", SignType::Md5);
    world.query("order-1");
    world.query("order-2");
    let (_, books) = world.get("/_sandbox/books");
    assert_eq!(
        books["requests"],
        json!({ "/sns/jscode2session": 1, "/pay/unifiedorder": 1, "/pay/orderquery": 2 })
    );
    let page = &books["orders"][0];
    assert_eq!(page["outTradeNo"], "order-1");
    assert_eq!(page["total"], 1);
    assert_eq!(page["tradeState"], "NOTPAY");
    assert!(page["transactionId"].is_null());
    assert_eq!(page["payments"], 0);
}

#[test]
fn the_log_tells_the_journey_and_no_secret() {
    let world = World::start();
    let prepay_id = world.prepay("order-1", SignType::Md5);
    let handed = world.handed(&prepay_id, SignType::Md5);
    let mut wrong = handed.clone();
    wrong["paySign"] = json!("0".repeat(32));
    world.request_payment(wrong);
    let opened = world.request_payment(handed.clone());
    world.act(opened["id"].as_str().unwrap(), "pay");
    let mut leaky = world.order("order-2");
    leaky.insert("key".into(), world.account.api_v2_key.clone());
    world.call("/pay/unifiedorder", &leaky, SignType::Md5);

    let entries = world.log();
    let story: Vec<(&str, bool)> = entries
        .iter()
        .map(|entry| (entry["kind"].as_str().unwrap(), entry["ok"].as_bool().unwrap()))
        .collect();
    assert_eq!(
        story,
        [
            ("buyer", true),
            ("request", true),
            ("request", true),
            ("cashier", false),
            ("cashier", true),
            ("buyer", true),
            ("buyer", true),
            ("request", true),
            ("request", true),
        ]
    );
    let text = serde_json::to_string(&entries).unwrap();
    let openid = world.log_in();
    for secret in [
        world.account.api_v2_key.as_str(),
        &world.account.app_secret,
        handed["paySign"].as_str().unwrap(),
        &openid,
    ] {
        assert!(!text.contains(secret), "{secret} is in the log");
    }

    let (_, rest) = world.get("/_sandbox/log?after=7");
    assert_eq!(rest["entries"][0]["n"], 8);
    let (_, rest) = world.get(&format!("/_sandbox/log?after={}", rest["next"]));
    assert_eq!(rest["entries"], json!([]));
    assert_eq!(world.get("/_sandbox/log?after=x").0, 400);
}

/// Says everything it must not say.
struct Blabber;

impl Explain for Blabber {
    fn explain(&self, case: &SignatureCase) -> Option<String> {
        assert_ne!(case.sent, case.expected);
        let right = wxpay_sandbox::signature::sign(&case.fields, &case.key, case.sign_type);
        assert_eq!(right, case.expected);
        Some(format!("{} wanted {} of key {}", case.call, case.expected, case.key))
    }
}

#[test]
fn the_hook_is_asked_after_a_refusal_and_its_text_is_in_the_log_without_secrets() {
    let world = World::with_explain(Box::new(Blabber));
    let mut order = world.order("order-1");
    order.insert("sign".into(), "0".repeat(32));
    world.send("/pay/unifiedorder", &order);
    let entry = world.log().pop().unwrap();
    assert_eq!(entry["detail"]["explanation"], "unifiedorder wanted *** of key ***");

    let prepay_id = world.prepay("order-1", SignType::HmacSha256);
    let mut handed = world.handed(&prepay_id, SignType::HmacSha256);
    handed["paySign"] = json!("A".repeat(64));
    let answer = world.request_payment(handed);
    assert!(answer.get("explanation").is_none());
    let entry = world.log().pop().unwrap();
    assert_eq!(entry["detail"]["explanation"], "requestPayment wanted *** of key ***");
}

#[test]
fn without_a_hook_there_is_no_explanation() {
    let world = World::start();
    let mut order = world.order("order-1");
    order.insert("sign".into(), "0".repeat(32));
    world.send("/pay/unifiedorder", &order);
    assert!(world.log().pop().unwrap()["detail"]["explanation"].is_null());
}

#[test]
fn the_clock_only_goes_forward() {
    let world = World::start();
    let (_, before) = world.post("/_sandbox/clock", json!({ "advanceSeconds": 0 }));
    let (_, after) = world.post("/_sandbox/clock", json!({ "advanceSeconds": 7200 }));
    assert!(after["now"].as_u64().unwrap() >= before["now"].as_u64().unwrap() + 7200);
    assert_eq!(after["advancedSeconds"], 7200);
    for bad in [json!(-1), json!(1.5), json!("60"), json!(u64::MAX), json!(null)] {
        let (status, fault) = world.post("/_sandbox/clock", json!({ "advanceSeconds": bad }));
        assert_eq!((status, &fault["code"]), (400, &json!("invalid_field")), "{bad}");
    }
}

#[test]
fn a_path_that_the_sandbox_does_not_play_is_named() {
    let world = World::start();
    let (status, fault) = world.get("/v3/pay/transactions/native");
    assert_eq!((status, &fault["code"]), (404, &json!("no_such_path")));
    assert_eq!(world.log().pop().unwrap()["path"], "/v3/pay/transactions/native");
}
