//! Books, log, clock, the `Explain` hook: what a developer sees.

use std::sync::{Arc, Mutex};

use serde_json::json;
use wxpay_sandbox::signature::SignType;
use wxpay_sandbox::{Explain, SignatureCase};

use crate::v3_merchant::{JSAPI, now};
use crate::world::{World, keys};

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
        let SignatureCase::V2(case) = case else { return None };
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

/// Writes down what it is offered.
struct Listener(Arc<Mutex<Vec<String>>>);

impl Explain for Listener {
    fn explain(&self, case: &SignatureCase) -> Option<String> {
        let (told, certificate) = match case {
            SignatureCase::V2(_) => ("v2".into(), ""),
            SignatureCase::Request(case) => {
                assert!(case.authorization.starts_with("WECHATPAY2-SHA256-RSA2048 "));
                let body = String::from_utf8(case.body.clone()).unwrap();
                (format!("{} {} {body}", case.method, case.url), case.certificate.as_str())
            }
            SignatureCase::Payment(case) => {
                let names: Vec<&str> = case.parameters.keys().map(String::as_str).collect();
                let told = format!("{} {}", names.join(","), case.parameters["signType"]);
                (told, case.certificate.as_str())
            }
        };
        assert!(certificate.is_empty() || certificate.starts_with("-----BEGIN CERTIFICATE-----"));
        assert!(!certificate.contains("PRIVATE"));
        assert!(!format!("{case:?}").contains("WECHATPAY2"));
        self.0.lock().unwrap().push(told);
        Some("写了两次\nwritten twice".into())
    }
}

#[test]
fn signatures_of_api_v3_are_offered_too_and_what_is_said_is_in_the_log_and_on_the_page() {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let world = World::with_explain(Box::new(Listener(heard.clone())));
    let draft = world.draft("POST", JSAPI, "{\"a\":1}");
    let wrong = keys().merchant().sign(b"anything");
    let answer = world.send_with(&draft, &draft.authorization(&wrong));
    assert_eq!(answer.status, 401);
    assert!(
        !answer.body.to_string().contains("written twice"),
        "a merchant is told WeChat's words"
    );
    let entry = world.log().pop().unwrap();
    assert_eq!(entry["detail"]["explanation"], "写了两次\nwritten twice");
    let page = world.get_text("/");
    // the last refused signature, and the line of the log
    assert_eq!(page.matches("<p>written twice</p>").count(), 2, "{page}");
    assert!(page.contains("sign_message_length") && !page.contains("&quot;explanation"), "{page}");

    let mut handed = world.handed_v3(&world.prepay_v3("order-1"));
    handed["paySign"] = json!(wrong);
    world.request_payment(handed);
    let entry = world.log().pop().unwrap();
    assert_eq!(entry["detail"]["explanation"], "写了两次\nwritten twice");

    let heard = heard.lock().unwrap().clone();
    let payment = "nonceStr,package,paySign,signType,timeStamp RSA";
    assert_eq!(heard, [format!("POST {JSAPI} {{\"a\":1}}"), payment.to_owned()]);
}

#[test]
fn what_the_sandbox_can_say_alone_it_does_not_ask_about() {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let world = World::with_explain(Box::new(Listener(heard.clone())));
    let mut late = world.draft("GET", "/v3/certificates", "");
    late.timestamp -= 301;
    let header = late.authorization("AAAA");
    for header in [header.clone(), header.replace("serial_no=", "serial="), String::new()] {
        assert_eq!(world.send_with(&late, &header).status, 401);
    }
    late.timestamp = now() * 1000;
    assert_eq!(world.send_v3(&late).status, 401);
    let reason = world.log().pop().unwrap()["detail"]["reason"].clone();
    assert_eq!(reason, "timestamp is 13 digits: milliseconds, where seconds belong");
    assert_eq!(*heard.lock().unwrap(), Vec::<String>::new());
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
