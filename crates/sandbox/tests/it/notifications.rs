//! What a merchant is told after a payment, when, and how often.

use std::time::Duration;

use serde_json::{Value, json};
use wxpay_sandbox::signature::{SignType, sign};

use crate::receiver::{Got, OK_V2, Receiver};
use crate::v3_merchant::{JSAPI, now};
use crate::world::{World, flat, keys};

/// The official pauses between two tries.
const PAUSES: [u64; 15] =
    [15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10800, 10800, 10800, 21600, 21600];

fn pay_v2(world: &World, receiver: &Receiver, out_trade_no: &str, sign_type: SignType) {
    let mut order = world.order(out_trade_no);
    order.insert("notify_url".into(), receiver.url("/notify/v2"));
    order.insert("attach".into(), "深圳 & <1>".into());
    let prepay_id = world.call("/pay/unifiedorder", &order, sign_type)["prepay_id"].clone();
    let opened = world.request_payment(world.handed(&prepay_id, sign_type));
    world.act(opened["id"].as_str().unwrap(), "pay");
}

fn pay_v3(world: &World, receiver: &Receiver, out_trade_no: &str) {
    let mut order = world.order_v3(out_trade_no);
    order["notify_url"] = json!(receiver.url("/notify/v3"));
    let answer = world.post_v3(JSAPI, &order);
    let handed = world.handed_v3(answer.body["prepay_id"].as_str().unwrap());
    let opened = world.request_payment(handed);
    world.act(opened["id"].as_str().unwrap(), "pay");
}

/// Once nothing is due or on its way.
pub fn settled(world: &World) -> Vec<Value> {
    let (status, told) = world.get("/_sandbox/notifications?wait=25");
    assert_eq!((status, &told["busy"]), (200, &json!(false)), "{told}");
    told["notifications"].as_array().unwrap().clone()
}

fn send(world: &World, id: &str, how: Value) -> Vec<Value> {
    let (status, told) = world.post(&format!("/_sandbox/notifications/{id}/send"), how);
    assert_eq!(status, 200, "{told}");
    told["answers"].as_array().unwrap().clone()
}

/// Whether a notification of API v3 is signed rightly by the key it names.
fn is_signed(got: &Got) -> bool {
    let header = |name: &str| got.headers.get(name).map_or("", String::as_str);
    let message =
        format!("{}\n{}\n{}\n", header("wechatpay-timestamp"), header("wechatpay-nonce"), got.body);
    let keys = keys();
    let key = if header("wechatpay-serial") == keys.public_key_id() {
        keys.public()
    } else {
        keys.platform()
    };
    let age = now().abs_diff(header("wechatpay-timestamp").parse().unwrap_or(0));
    age < 300 && key.verifies(message.as_bytes(), header("wechatpay-signature"))
}

#[test]
fn a_payment_of_api_v2_is_told_in_signed_xml() {
    for sign_type in [SignType::Md5, SignType::HmacSha256] {
        let (world, receiver) = (World::start(), Receiver::content(OK_V2));
        pay_v2(&world, &receiver, "order-1", sign_type);
        let told = settled(&world);
        assert_eq!((&told[0]["state"], &told[0]["next"]), (&json!("delivered"), &Value::Null));
        let got = receiver.got();
        assert_eq!((got.len(), got[0].path.as_str()), (1, "/notify/v2"));
        assert!(got[0].headers["content-type"].starts_with("text/xml"));
        let fields = flat(&got[0].body);
        assert_eq!(fields["sign"], sign(&fields, &world.account.api_v2_key, sign_type));
        let query = world.query("order-1");
        for name in ["transaction_id", "total_fee", "openid", "time_end", "attach", "out_trade_no"]
        {
            assert_eq!(fields[name], query[name], "{name}");
        }
        assert_eq!(fields.contains_key("sign_type"), sign_type == SignType::HmacSha256);
    }
}

#[test]
fn a_payment_of_api_v3_is_told_encrypted_and_signed() {
    for mode in ["public_key", "certificate"] {
        let (world, receiver) = (World::start(), Receiver::saying(|_| Some((204, String::new()))));
        world.put("/_sandbox/settings", json!({ "signedWith": mode }));
        pay_v3(&world, &receiver, "order-1");
        assert_eq!(settled(&world)[0]["state"], "delivered");
        let got = receiver.got();
        assert_eq!(got.len(), 1);
        assert!(is_signed(&got[0]));
        let serial = &got[0].headers["wechatpay-serial"];
        assert_eq!(serial.starts_with("PUB_KEY_ID_"), mode == "public_key");
        let body: Value = serde_json::from_str(&got[0].body).unwrap();
        assert_eq!(body["event_type"], "TRANSACTION.SUCCESS");
        assert_eq!(body["resource"]["original_type"], "transaction");
        assert_eq!(body["id"].as_str().unwrap().len(), 36);
        let told: Value = serde_json::from_str(&world.open_sealed(&body["resource"])).unwrap();
        assert_eq!(told, world.query_v3("order-1"));
    }
}

#[test]
fn a_merchant_that_does_not_answer_rightly_is_told_again_on_the_official_schedule() {
    let world = World::start();
    let receiver = Receiver::content("<xml><return_code>FAIL</return_code></xml>");
    pay_v2(&world, &receiver, "order-1", SignType::Md5);
    for (n, pause) in PAUSES.iter().enumerate() {
        let told = &settled(&world)[0];
        assert_eq!(receiver.got().len(), n + 1);
        let last = &told["attempts"][n];
        assert_eq!((&last["status"], &last["accepted"]), (&json!(200), &json!(false)));
        let now = world.get("/_sandbox/notifications").1["now"].as_u64().unwrap();
        let left = told["next"].as_u64().unwrap() - last["at"].as_u64().unwrap();
        assert!(left.abs_diff(*pause) <= 2, "{n}: {left}");
        // nothing comes early
        world.advance((told["next"].as_u64().unwrap() - now).saturating_sub(10));
        settled(&world);
        assert_eq!(receiver.got().len(), n + 1);
        world.advance(10);
    }
    let told = &settled(&world)[0];
    assert_eq!((&told["state"], receiver.got().len()), (&json!("given_up"), 16));
    world.advance(7 * 24 * 3600);
    settled(&world);
    assert_eq!(receiver.got().len(), 16);
    // each try has a nonce and a signature of its own over the same news
    let (first, last) = (flat(&receiver.got()[0].body), flat(&receiver.got()[15].body));
    assert_ne!(first["nonce_str"], last["nonce_str"]);
    assert_eq!(first["transaction_id"], last["transaction_id"]);
}

#[test]
fn the_first_right_answer_ends_it() {
    let world = World::start();
    let receiver = Receiver::saying(|n| match n {
        0 => None,
        1 => Some((500, "{\"code\":\"FAIL\"}".into())),
        _ => Some((200, "{\"code\":\"FAIL\"}".into())),
    });
    pay_v3(&world, &receiver, "order-1");
    for _ in 0..3 {
        settled(&world);
        world.advance(30);
    }
    let told = &settled(&world)[0];
    assert_eq!(told["state"], "delivered");
    let accepted: Vec<&Value> =
        told["attempts"].as_array().unwrap().iter().map(|one| &one["accepted"]).collect();
    assert_eq!(accepted, [false, false, true]);
    let ids: Vec<Value> = receiver
        .got()
        .iter()
        .map(|got| serde_json::from_str::<Value>(&got.body).unwrap()["id"].clone())
        .collect();
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
}

#[test]
fn five_seconds_are_all_a_merchant_has_and_nobody_else_waits_for_it() {
    let world = World::start();
    let slow = Receiver::saying(|_| {
        std::thread::sleep(Duration::from_secs(7));
        Some((200, OK_V2.into()))
    });
    let quick = Receiver::content(OK_V2);
    pay_v2(&world, &slow, "order-1", SignType::Md5);
    pay_v2(&world, &quick, "order-2", SignType::Md5);
    assert_eq!(world.query("order-1")["trade_state"], "SUCCESS");
    let told = settled(&world);
    assert_eq!((&told[0]["state"], &told[1]["state"]), (&json!("waiting"), &json!("delivered")));
    assert_eq!(told[0]["attempts"][0]["told"], "no answer within five seconds");
}

#[test]
fn duplicates_come_one_by_one_or_at_once_as_one_likes() {
    let world = World::start();
    let receiver = Receiver::saying(|_| {
        std::thread::sleep(Duration::from_millis(300));
        Some((200, OK_V2.into()))
    });
    world.put("/_sandbox/settings", json!({ "holdNotifications": true }));
    pay_v2(&world, &receiver, "order-1", SignType::Md5);
    assert_eq!(settled(&world)[0]["state"], "held");
    assert_eq!(receiver.got().len(), 0);
    assert_eq!(send(&world, "n1", json!({ "times": 2 })).len(), 2);
    assert_eq!((receiver.got().len(), receiver.most_at_once()), (2, 1));
    let answers = send(&world, "n1", json!({ "times": 5, "together": true }));
    assert!(answers.iter().all(|answer| answer["accepted"] == true));
    assert_eq!(receiver.got().len(), 7);
    assert!(receiver.most_at_once() > 1);
    assert_eq!(settled(&world)[0]["state"], "delivered");
}

#[test]
fn what_is_held_is_sent_in_any_order_and_let_go() {
    let (world, receiver) = (World::start(), Receiver::content(OK_V2));
    world.put("/_sandbox/settings", json!({ "holdNotifications": true }));
    for n in 1..=3 {
        pay_v2(&world, &receiver, &format!("order-{n}"), SignType::Md5);
    }
    for id in ["n3", "n1"] {
        send(&world, id, json!({}));
    }
    world.put("/_sandbox/settings", json!({ "holdNotifications": false }));
    settled(&world);
    let order: Vec<String> =
        receiver.got().iter().map(|got| flat(&got.body)["out_trade_no"].clone()).collect();
    assert_eq!(order, ["order-3", "order-1", "order-2"]);
}

#[test]
fn a_probing_signature_comes_first_where_it_is_wanted_and_is_no_right_one() {
    let world = World::start();
    let receiver = Receiver::saying(|n| {
        Some(if n == 0 { (401, String::new()) } else { (204, String::new()) })
    });
    world.put("/_sandbox/settings", json!({ "signatureProbe": true }));
    pay_v3(&world, &receiver, "order-1");
    let told = settled(&world);
    assert_eq!(told[0]["attempts"][0]["as"], "probe");
    assert_eq!(told[0]["state"], "delivered");
    let got = receiver.got();
    assert!(got[0].headers["wechatpay-signature"].starts_with("WECHATPAY/SIGNTEST/"));
    assert!(!is_signed(&got[0]) && is_signed(&got[1]));
}

#[test]
fn every_wrong_shape_is_wrong_in_the_way_it_says() {
    let world = World::start();
    let receiver = Receiver::content(OK_V2);
    world.put("/_sandbox/settings", json!({ "holdNotifications": true }));
    pay_v2(&world, &receiver, "order-2", SignType::HmacSha256);
    pay_v3(&world, &receiver, "order-3");
    for shape in ["wrong_signature", "tampered", "unsigned", "md5", "other_amount", "right"] {
        send(&world, "n1", json!({ "as": shape }));
        let fields = flat(&receiver.got().pop().unwrap().body);
        let key = &world.account.api_v2_key;
        let signed = |sign_type| fields.get("sign") == Some(&sign(&fields, key, sign_type));
        assert_eq!(
            signed(SignType::HmacSha256),
            matches!(shape, "right" | "other_amount"),
            "{shape}"
        );
        assert_eq!(signed(SignType::Md5), shape == "md5", "{shape}");
        assert_eq!(
            fields["total_fee"] == "1",
            !matches!(shape, "tampered" | "other_amount"),
            "{shape}"
        );
        assert_eq!(fields.contains_key("sign"), shape != "unsigned");
    }
    for shape in
        ["probe", "wrong_signature", "tampered", "unsigned", "old", "other_amount", "right"]
    {
        send(&world, "n2", json!({ "as": shape }));
        let got = receiver.got().pop().unwrap();
        assert_eq!(is_signed(&got), matches!(shape, "right" | "other_amount"), "{shape}");
        let body: Value = serde_json::from_str(&got.body).unwrap();
        let told: Value = serde_json::from_str(&world.open_sealed(&body["resource"])).unwrap();
        assert_eq!(told["amount"]["total"], if shape == "other_amount" { 2 } else { 1 });
    }
    for (id, how, status) in [
        ("n9", json!({}), 404),
        ("n1", json!({ "as": "upside_down" }), 400),
        ("n1", json!({ "times": 0 }), 400),
        ("n1", json!({ "times": 51 }), 400),
    ] {
        assert_eq!(world.post(&format!("/_sandbox/notifications/{id}/send"), how).0, status);
    }
}

#[test]
fn a_public_host_is_told_nothing() {
    let world = World::start();
    let mut order = world.order("order-1");
    // an address that documentation may use and nobody has
    order.insert("notify_url".into(), "http://192.0.2.1/notify".into());
    let prepay_id = world.call("/pay/unifiedorder", &order, SignType::Md5)["prepay_id"].clone();
    world.act(&world.open(&prepay_id), "pay");
    let told = &settled(&world)[0];
    assert_eq!(told["state"], "not_sent");
    assert!(told["attempts"][0]["told"].as_str().unwrap().contains("--notify-anywhere"));
}

#[test]
fn a_cancelled_payment_is_not_told() {
    let (world, receiver) = (World::start(), Receiver::content(OK_V2));
    let mut order = world.order("order-1");
    order.insert("notify_url".into(), receiver.url("/n"));
    let prepay_id = world.call("/pay/unifiedorder", &order, SignType::Md5)["prepay_id"].clone();
    world.act(&world.open(&prepay_id), "cancel");
    assert_eq!(settled(&world), Vec::<Value>::new());
}
