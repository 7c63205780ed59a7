//! What goes wrong on demand, and buyers who do not do as one expects.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use wxpay_sandbox::signature::{SignType, sign};

use crate::v3_merchant::JSAPI;
use crate::world::{World, flat, keys};

fn fault(world: &World, rule: Value) {
    let (status, told) = world.post("/_sandbox/faults", rule);
    assert_eq!(status, 200, "{told}");
}

fn clear(world: &World) {
    let url = format!("{}/_sandbox/faults", world.base());
    assert_eq!(world.agent().delete(url).call().unwrap().status().as_u16(), 200);
}

#[test]
fn a_system_error_has_each_apis_words_and_takes_no_effect() {
    let world = World::start();
    let (v2, v3) = (world.order("order-2"), world.order_v3("order-3"));
    for (kind, code_v2, status, code_v3, errcode) in [
        ("system_error", "SYSTEMERROR", 500, "SYSTEM_ERROR", -1),
        ("rate_limit", "FREQUENCY_LIMITED", 429, "FREQUENCY_LIMITED", 45011),
    ] {
        fault(&world, json!({ "kind": kind }));
        // signed all the same: `call` and `post_v3` check it
        for sign_type in [SignType::Md5, SignType::HmacSha256] {
            assert_eq!(world.call("/pay/unifiedorder", &v2, sign_type)["err_code"], code_v2);
        }
        let answer = world.post_v3(JSAPI, &v3);
        assert_eq!((answer.status, &answer.body["code"]), (status, &json!(code_v3)));
        let (_, given) = world.post("/_sandbox/login", json!({}));
        assert_eq!(world.exchange(given["code"].as_str().unwrap())["errcode"], errcode);
        assert_eq!(world.get("/_sandbox/books").1["orders"], json!([]));
        clear(&world);
        // the code was not used up
        assert!(world.exchange(given["code"].as_str().unwrap()).get("errcode").is_none());
    }
    assert_eq!(world.post_v3(JSAPI, &v3).status, 200);
}

#[test]
fn a_dropped_answer_may_have_taken_effect() {
    let world = World::start();
    for (kind, state) in [("drop_before", Value::Null), ("drop_after", json!("NOTPAY"))] {
        let order = world.order_v3(kind);
        fault(&world, json!({ "kind": kind, "outTradeNo": kind, "times": 1 }));
        let draft = order.to_string();
        let draft = world.draft("POST", JSAPI, &draft);
        let header = draft.authorization(&keys().merchant().sign(draft.message().as_bytes()));
        let sent = world
            .agent()
            .post(format!("{}{JSAPI}", world.base()))
            .header("authorization", header)
            .send(draft.body);
        assert!(sent.is_err(), "{kind}: {sent:?}");
        assert_eq!(world.query_v3(kind)["trade_state"], state, "{kind}");
        // the same again does what it says
        assert_eq!(world.post_v3(JSAPI, &order).status, 200);
    }
}

#[test]
fn a_truncated_answer_breaks_off_in_the_middle() {
    use std::io::{Read, Write};
    let world = World::start();
    fault(&world, json!({ "kind": "truncated", "path": "/pay/orderquery" }));
    let mut wire =
        std::net::TcpStream::connect(world.base().trim_start_matches("http://")).unwrap();
    wire.write_all(b"POST /pay/orderquery HTTP/1.1\r\nHost: sandbox\r\nContent-Length: 0\r\n\r\n")
        .unwrap();
    let mut text = String::new();
    let _ = wire.read_to_string(&mut text);
    assert!(text.starts_with("HTTP/1.1 200"), "{text}");
    assert!(!text.contains("</xml>"), "{text}");
}

#[test]
fn a_wrong_signature_is_wrong_and_nothing_else_is() {
    let world = World::start();
    world.prepay("order-1", SignType::Md5);
    world.prepay_v3("order-3");
    fault(&world, json!({ "kind": "wrong_signature" }));
    let mut query = world.about("order-1");
    query.insert("sign".into(), sign(&query, &world.account.api_v2_key, SignType::Md5));
    let answer = world.send("/pay/orderquery", &query);
    assert_eq!((&*answer["trade_state"], answer["sign"].len()), ("NOTPAY", 32));
    assert_ne!(answer["sign"], sign(&answer, &world.account.api_v2_key, SignType::Md5));
    let url = format!("/v3/pay/transactions/out-trade-no/order-3?mchid={}", world.account.mch_id);
    let draft = world.draft("GET", &url, "");
    let header = draft.authorization(&keys().merchant().sign(draft.message().as_bytes()));
    let url = format!("{}{url}", world.base());
    let mut answer = world.agent().get(url).header("authorization", header).call().unwrap();
    let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
    let (time, nonce) = (header("wechatpay-timestamp"), header("wechatpay-nonce"));
    let signature = header("wechatpay-signature");
    let text = answer.body_mut().read_to_string().unwrap();
    assert!(text.contains("NOTPAY"));
    let message = format!("{time}\n{nonce}\n{text}\n");
    assert!(!keys().public().verifies(message.as_bytes(), &signature));
}

#[test]
fn a_slow_answer_is_late_and_others_are_not() {
    let world = World::start();
    fault(&world, json!({ "kind": "slow", "seconds": 1, "outTradeNo": "order-1" }));
    let begun = Instant::now();
    world.prepay("order-1", SignType::Md5);
    assert!(begun.elapsed() >= Duration::from_secs(1));
    world.prepay("order-2", SignType::Md5);
    assert_eq!(world.get("/_sandbox/faults").1["faults"][0]["struck"], 1);
}

#[test]
fn chance_with_a_seed_strikes_the_same_requests_again() {
    let play = || {
        let world = World::start();
        world.prepay("order-1", SignType::Md5);
        fault(&world, json!({ "kind": "system_error", "path": "/pay/", "chance": 0.5, "seed": 7 }));
        (0..20).map(|_| world.query("order-1")["result_code"] == "FAIL").collect::<Vec<_>>()
    };
    let struck = play();
    assert_eq!(struck, play());
    assert!(struck.contains(&true) && struck.contains(&false));
}

#[test]
fn a_fault_that_is_none_is_named() {
    let world = World::start();
    for (rule, field) in [
        (json!({}), "kind"),
        (json!({ "kind": "fire" }), "kind"),
        (json!({ "kind": "slow", "chance": 2 }), "chance"),
        (json!({ "kind": "slow", "times": -1 }), "times"),
        (json!({ "kind": "slow", "seconds": 601 }), "seconds"),
    ] {
        let (status, told) = world.post("/_sandbox/faults", rule);
        assert_eq!((status, &told["field"]), (400, &json!(field)));
    }
    assert_eq!(world.get("/_sandbox/faults").1["faults"], json!([]));
}

#[test]
fn a_buyer_without_enough_money_may_still_pay_or_cancel() {
    let world = World::start();
    let cashier = world.open(&world.prepay("order-1", SignType::Md5));
    let (status, shown) = world.act(&cashier, "not-enough");
    assert_eq!((status, &shown["state"]), (200, &json!("open")));
    assert_eq!(world.query("order-1")["trade_state"], "NOTPAY");
    assert_eq!(world.get("/_sandbox/cashier").1[0]["id"], cashier.as_str());
    assert_eq!(world.act(&cashier, "pay").1["callback"], "success");
}

#[test]
fn a_client_that_hears_nothing_may_have_paid_all_the_same() {
    let world = World::start();
    for (act, result, state, payments) in [
        ("walk-away", (202, json!({ "state": "open" })), "NOTPAY", 0),
        ("kill", (200, json!({ "callback": null, "result": null })), "NOTPAY", 0),
        ("pay-and-kill", (200, json!({ "callback": null, "result": null })), "SUCCESS", 1),
        (
            "pay-seen-as-cancel",
            (
                200,
                json!({ "callback": "fail", "result": { "errMsg": "requestPayment:fail cancel" } }),
            ),
            "SUCCESS",
            1,
        ),
    ] {
        let number = format!("order-{act}");
        let cashier = world.open(&world.prepay(&number, SignType::Md5));
        assert_eq!(world.act(&cashier, act).0, 200);
        assert_eq!(world.get(&format!("/_sandbox/cashier/{cashier}/result")), result, "{act}");
        assert_eq!(world.get("/_sandbox/cashier").1, json!([]), "{act}");
        assert_eq!(world.query(&number)["trade_state"], state);
        assert_eq!(world.page(&number)["payments"], payments);
        assert_eq!(world.act(&cashier, "pay").0, 409);
    }
    let cashier = world.open(&world.prepay("order-1", SignType::Md5));
    let (status, told) = world.act(&cashier, "dance");
    assert_eq!((status, &told["code"]), (404, &json!("no_such_act")));
}

#[test]
fn a_spoiled_answer_still_reads_as_one() {
    let world = World::start();
    fault(&world, json!({ "kind": "wrong_signature" }));
    let (status, text) = world.send_bytes("/pay/orderquery", b"");
    // refusals are not signed: there is nothing to spoil
    assert_eq!((status, &*flat(&text)["return_msg"]), (200, "post数据为空"));
}

#[test]
fn a_request_that_is_late_takes_effect_when_nobody_waits_for_it_any_more() {
    let world = World::start();
    let order = world.order_v3("late-1");
    fault(&world, json!({ "kind": "late", "outTradeNo": "late-1", "times": 1, "seconds": 1 }));
    let draft = order.to_string();
    let draft = world.draft("POST", JSAPI, &draft);
    let header = draft.authorization(&keys().merchant().sign(draft.message().as_bytes()));
    let sent = world
        .agent()
        .post(format!("{}{JSAPI}", world.base()))
        .header("authorization", header)
        .send(draft.body);
    assert!(sent.is_err(), "{sent:?}");
    let made = || !world.get("/_sandbox/books").1["orders"].as_array().unwrap().is_empty();
    assert!(!made());
    for _ in 0..400 {
        if made() {
            return;
        }
        std::thread::sleep(Duration::from_millis(25));
    }
    panic!("it never arrived");
}
