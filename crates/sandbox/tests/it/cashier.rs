//! What the buyer does once the cashier is open.

use std::time::{Duration, Instant};

use serde_json::json;
use wxpay_sandbox::signature::SignType;

use crate::v3_merchant::JSAPI;
use crate::world::World;

#[test]
fn an_open_cashier_shows_what_is_to_be_paid() {
    let world = World::start();
    let prepay_id = world.prepay("order-1", SignType::Md5);
    let shown = world.request_payment(world.handed(&prepay_id, SignType::Md5));
    let expected = json!({
        "state": "open",
        "id": "c1",
        "outTradeNo": "order-1",
        "total": 1,
        "body": "沙箱商店-苹果",
        "merchant": world.account.mch_name,
    });
    assert_eq!(shown, expected);
    assert_eq!(world.get("/_sandbox/cashier").1, json!([expected]));
}

#[test]
fn a_payment_with_either_algorithm_is_in_the_books_once() {
    for sign_type in [SignType::Md5, SignType::HmacSha256] {
        let world = World::start();
        let prepay_id = world.prepay("order-1", sign_type);
        let shown = world.request_payment(world.handed(&prepay_id, sign_type));
        let (_, ending) = world.act(shown["id"].as_str().unwrap(), "pay");
        let expected =
            json!({ "callback": "success", "result": { "errMsg": "requestPayment:ok" } });
        assert_eq!(ending, expected);
        let page = world.page("order-1");
        assert_eq!((&page["tradeState"], &page["payments"]), (&json!("SUCCESS"), &json!(1)));
        assert_eq!(page["transactionId"], world.query("order-1")["transaction_id"].as_str());
        assert_eq!(world.get("/_sandbox/cashier").1, json!([]));
    }
}

#[test]
fn a_sign_type_left_out_is_md5() {
    let world = World::start();
    let prepay_id = world.prepay("order-1", SignType::Md5);
    let mut handed = world.handed(&prepay_id, SignType::Md5);
    handed.as_object_mut().unwrap().remove("signType");
    assert_eq!(world.request_payment(handed)["state"], "open");
}

#[test]
fn a_cancelled_payment_can_be_paid_with_the_same_prepay_id() {
    let world = World::start();
    let prepay_id = world.prepay("order-1", SignType::Md5);
    let (_, ending) = world.act(&world.open(&prepay_id), "cancel");
    let expected =
        json!({ "callback": "fail", "result": { "errMsg": "requestPayment:fail cancel" } });
    assert_eq!(ending, expected);
    assert_eq!(world.query("order-1")["trade_state"], "NOTPAY");
    let (_, ending) = world.act(&world.open(&prepay_id), "pay");
    assert_eq!(ending["callback"], "success");
    assert_eq!(world.page("order-1")["cashiersOpened"], 2);
}

#[test]
fn a_buyer_acts_once_in_a_cashier() {
    let world = World::start();
    let cashier = world.open(&world.prepay("order-1", SignType::Md5));
    assert_eq!(world.act(&cashier, "pay").0, 200);
    for act in ["pay", "cancel"] {
        let (status, fault) = world.act(&cashier, act);
        assert_eq!((status, &fault["code"]), (409, &json!("cashier_ended")));
    }
    assert_eq!(world.page("order-1")["payments"], 1);
    for id in ["c2", "c0", "1", "c-1", "c18446744073709551616"] {
        assert_eq!(world.act(id, "pay").0, 404, "{id}");
    }
}

#[test]
fn of_two_cashiers_for_one_order_only_one_takes_money() {
    let world = World::start();
    let prepay_id = world.prepay("order-1", SignType::Md5);
    let (one, two) = (world.open(&prepay_id), world.open(&prepay_id));
    assert_eq!(world.act(&two, "pay").1["callback"], "success");
    let (_, late) = world.act(&one, "pay");
    assert_eq!(late["callback"], "fail");
    assert_eq!(late["result"]["errMsg"], "requestPayment:fail:该订单已支付");
    let page = world.page("order-1");
    assert_eq!((&page["payments"], &page["cashiersOpened"]), (&json!(1), &json!(2)));
}

#[test]
fn a_cashier_of_an_order_closed_meanwhile_takes_no_money() {
    let world = World::start();
    let cashier = world.open(&world.prepay("order-1", SignType::Md5));
    world.close("order-1");
    assert_eq!(world.act(&cashier, "pay").1["callback"], "fail");
    assert_eq!(world.page("order-1")["payments"], 0);
}

#[test]
fn whoever_waits_hears_of_the_end_when_it_comes() {
    let world = World::start();
    let cashier = world.open(&world.prepay("order-1", SignType::Md5));
    let path = format!("/_sandbox/cashier/{cashier}/result");
    assert_eq!(world.get(&path), (202, json!({ "state": "open" })));
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| world.get(&format!("{path}?wait=25")));
        let (_, ending) = world.act(&cashier, "pay");
        assert_eq!(waiting.join().unwrap(), (200, ending.clone()));
        assert_eq!(world.get(&path), (200, ending));
    });
}

#[test]
fn waiting_ends_when_the_time_is_up() {
    let world = World::start();
    let cashier = world.open(&world.prepay("order-1", SignType::Md5));
    let begun = Instant::now();
    let (status, _) = world.get(&format!("/_sandbox/cashier/{cashier}/result?wait=1"));
    assert_eq!(status, 202);
    assert!(begun.elapsed() >= Duration::from_secs(1));
    for (query, expected) in [("wait=61", 400), ("wait=-1", 400), ("wait=x", 400)] {
        let path = format!("/_sandbox/cashier/{cashier}/result?{query}");
        assert_eq!(world.get(&path).0, expected);
    }
    assert_eq!(world.get("/_sandbox/cashier/c9/result?wait=25").0, 404);
}

#[test]
fn a_server_that_shuts_down_keeps_nobody_waiting() {
    let mut world = World::start();
    let cashier = world.open(&world.prepay("order-1", SignType::Md5));
    let url = format!("{}/_sandbox/cashier/{cashier}/result?wait=60", world.base());
    let begun = Instant::now();
    let waiting = std::thread::spawn(move || {
        let agent: ureq::Agent = ureq::Agent::config_builder().build().into();
        agent.get(url).call().map(|answer| answer.status().as_u16())
    });
    world.stop();
    drop(world);
    // Let go with 202, or turned away at the door when the server was gone first.
    let ended = waiting.join().unwrap();
    assert!(!matches!(ended, Ok(200)), "{ended:?}");
    assert!(begun.elapsed() < Duration::from_secs(30));
}

/// An answer that overtakes the request's body would close the connection under the next request.
#[test]
fn a_connection_serves_again_when_the_body_came_late() {
    use std::io::{Read, Write};
    let world = World::start();
    let address = world.base().trim_start_matches("http://").to_owned();
    let mut wire = std::net::TcpStream::connect(&address).unwrap();
    let head =
        "POST /_sandbox/cashier/none/pay HTTP/1.1\r\nHost: sandbox\r\nContent-Length: 2\r\n\r\n";
    wire.write_all(head.as_bytes()).unwrap();
    // the server has the head now, and must wait for the rest
    wire.set_read_timeout(Some(std::time::Duration::from_millis(300))).unwrap();
    assert!(wire.read(&mut [0; 1]).is_err(), "answered before the body came");
    wire.set_read_timeout(Some(std::time::Duration::from_secs(10))).unwrap();
    wire.write_all(b"{}GET /_sandbox/books HTTP/1.1\r\nHost: sandbox\r\nConnection: close\r\n\r\n")
        .unwrap();
    let mut answers = String::new();
    wire.read_to_string(&mut answers).unwrap();
    assert_eq!(answers.matches("HTTP/1.1 ").count(), 2, "{answers}");
    assert!(answers.contains("no_such_cashier") && answers.contains("\"orders\""), "{answers}");
}

#[test]
fn an_open_cashier_takes_no_money_once_its_prepay_id_is_two_hours_old() {
    let world = World::start();
    let (one, two) =
        (world.prepay("order-1", SignType::Md5), world.prepay("order-2", SignType::Md5));
    let (one, two) = (world.open(&one), world.open(&two));
    world.advance(7100);
    assert_eq!(world.act(&one, "pay").1["callback"], "success");
    world.advance(100);
    let (_, ending) = world.act(&two, "pay");
    let words = json!({ "errMsg": "requestPayment:fail:该订单已过期，请重新下单" });
    assert_eq!(ending, json!({ "callback": "fail", "result": words }));
    let page = world.page("order-2");
    assert_eq!((&page["tradeState"], &page["payments"]), (&json!("NOTPAY"), &json!(0)));
    assert!(page["refusals"][0].as_str().unwrap().contains("7200"), "{page}");
}

#[test]
fn an_open_cashier_takes_no_money_after_time_expire() {
    let world = World::start();
    let mut order = world.order_v3("order-1");
    // in the past: moved to a minute from now
    order["time_expire"] = json!("2025-01-01T00:00:00+08:00");
    let prepay_id = world.post_v3(JSAPI, &order).body["prepay_id"].as_str().unwrap().to_owned();
    let opened = world.request_payment(world.handed_v3(&prepay_id));
    world.advance(60);
    let (_, ending) = world.act(opened["id"].as_str().unwrap(), "pay-seen-as-cancel");
    assert_eq!(ending["result"]["errMsg"], "requestPayment:fail:该订单已过期，请重新下单");
    assert_eq!(world.page("order-1")["payments"], 0);
}
