//! `/v3/pay/transactions/…`, and the cashier for its orders.

use serde_json::{Value, json};
use wxpay_sandbox::signature::SignType;

use crate::v3_merchant::JSAPI;
use crate::world::{World, keys};

#[test]
fn an_order_is_paid_from_prepay_to_query() {
    let world = World::start();
    let prepay_id = world.prepay_v3("order-1");
    assert_eq!(prepay_id.len(), 36);
    let unpaid = world.query_v3("order-1");
    assert_eq!(unpaid["trade_state"], "NOTPAY");
    assert!(unpaid.get("transaction_id").is_none());
    let opened = world.request_payment(world.handed_v3(&prepay_id));
    assert_eq!((&opened["state"], &opened["total"]), (&json!("open"), &json!(1)));
    assert_eq!(opened["body"], "沙箱商店-苹果");
    world.act(opened["id"].as_str().unwrap(), "pay");
    let paid = world.query_v3("order-1");
    assert_eq!(paid["trade_state"], "SUCCESS");
    assert_eq!(paid["amount"]["total"], 1);
    assert_eq!(paid["amount"]["payer_total"], 1);
    assert_eq!(paid["payer"]["openid"], world.log_in().as_str());
    assert_eq!(paid["success_time"].as_str().unwrap().len(), 25);
    let id = paid["transaction_id"].as_str().unwrap();
    let url = format!("/v3/pay/transactions/id/{id}?mchid={}", world.account.mch_id);
    assert_eq!(world.get_v3(&url).body, paid);
}

#[test]
fn the_same_order_again_gets_a_prepay_id_and_a_changed_one_does_not() {
    let world = World::start();
    let order = world.order_v3("order-1");
    let (one, two) = (world.post_v3(JSAPI, &order), world.post_v3(JSAPI, &order));
    assert_eq!((one.status, two.status), (200, 200));
    assert_ne!(one.body["prepay_id"], two.body["prepay_id"]);
    for (pointer, value) in [
        ("/amount/total", json!(2)),
        ("/description", json!("梨")),
        ("/notify_url", json!("http://127.0.0.1:9/other")),
    ] {
        let mut changed = order.clone();
        *changed.pointer_mut(pointer).unwrap() = value;
        let answer = world.post_v3(JSAPI, &changed);
        assert_eq!(
            (answer.status, &answer.body["code"]),
            (400, &json!("INVALID_REQUEST")),
            "{pointer}"
        );
    }
    // An order of API v2 is another order.
    assert_eq!(
        world.call("/pay/unifiedorder", &world.order("order-1"), SignType::Md5)["err_code"],
        "INVALID_REQUEST"
    );
}

#[test]
fn a_closed_order_stays_closed_and_closing_again_is_no_mistake() {
    let world = World::start();
    world.prepay_v3("order-1");
    for _ in 0..2 {
        let answer = world.close_v3("order-1");
        assert_eq!((answer.status, answer.body), (204, Value::Null));
    }
    assert_eq!(world.query_v3("order-1")["trade_state"], "CLOSED");
    let again = world.post_v3(JSAPI, &world.order_v3("order-1"));
    assert_eq!((again.status, &again.body["code"]), (400, &json!("ORDER_CLOSED")));
    world.paid_v3("order-2");
    let answer = world.close_v3("order-2");
    assert_eq!((answer.status, &answer.body["code"]), (400, &json!("ORDERPAID")));
    let again = world.post_v3(JSAPI, &world.order_v3("order-2"));
    assert_eq!((again.status, &again.body["code"]), (400, &json!("ORDERPAID")));
    assert_eq!(world.close_v3("order-3").status, 404);
}

#[test]
fn a_query_names_its_merchant_and_an_unknown_order_is_404() {
    let world = World::start();
    world.prepay_v3("order-1");
    let answer = world.get_v3("/v3/pay/transactions/out-trade-no/order-1");
    assert_eq!((answer.status, &answer.body["code"]), (400, &json!("PARAM_ERROR")));
    for path in ["out-trade-no/order-2", "id/4200000000202501010000000000"] {
        let url = format!("/v3/pay/transactions/{path}?mchid={}", world.account.mch_id);
        let answer = world.get_v3(&url);
        assert_eq!((answer.status, &answer.body["code"]), (404, &json!("ORDER_NOT_EXIST")));
    }
}

#[test]
fn the_sign_type_of_the_cashier_is_the_orders() {
    let world = World::start();
    let v3 = world.prepay_v3("order-3");
    let answer = world.request_payment(world.handed(&v3, SignType::Md5));
    assert_eq!(answer["reason"], "the order was made with RSA, the call says MD5");
    let v2 = world.prepay("order-2", SignType::Md5);
    let answer = world.request_payment(world.handed_v3(&v2));
    assert_eq!(answer["reason"], "the order was made with MD5, the call says RSA");
}

#[test]
fn a_pay_sign_of_rsa_is_of_these_values_or_refused() {
    let world = World::start();
    let handed = world.handed_v3(&world.prepay_v3("order-1"));
    let mut wrong = handed.clone();
    wrong["paySign"] = keys().merchant().sign(b"something else").into();
    let answer = world.request_payment(wrong);
    assert_eq!(answer["state"], "refused");
    assert!(answer["reason"].as_str().unwrap().contains("not of these values"), "{answer}");
    let mut v2 = handed.clone();
    v2["paySign"] = json!("22D9B4E54AB1950F51E0649E8810ACD6");
    assert!(world.request_payment(v2)["reason"].as_str().unwrap().contains("API v2"));
    let mut other = handed.clone();
    other["nonceStr"] = json!("another");
    assert_eq!(world.request_payment(other)["state"], "refused");
    assert_eq!(world.request_payment(handed)["state"], "open");
}

#[test]
fn a_prepay_id_lives_two_hours_and_an_order_as_long_as_it_says() {
    let world = World::start();
    let handed = world.handed_v3(&world.prepay_v3("order-1"));
    let mut order = world.order_v3("order-2");
    // in the past: moved to a minute from now
    order["time_expire"] = json!("2025-01-01T00:00:00+08:00");
    let answer = world.post_v3(JSAPI, &order);
    let short = world.handed_v3(answer.body["prepay_id"].as_str().unwrap());
    world.advance(30);
    assert_eq!(world.request_payment(short.clone())["state"], "open");
    world.advance(60);
    assert_eq!(world.request_payment(short)["reason"], "the order's time_expire is over");
    world.advance(7200);
    assert!(world.request_payment(handed)["reason"].as_str().unwrap().contains("7200"));
    assert_eq!(
        world.request_payment(world.handed_v3(&world.prepay_v3("order-1")))["state"],
        "open"
    );
}

#[test]
fn a_service_provider_orders_for_its_sub_merchant() {
    let world = World::start();
    let sub_appid = "wx1111111111111111";
    let openid = format!("o{}", "S".repeat(27));
    world.post("/_sandbox/login", json!({ "appid": sub_appid, "openid": openid }));
    let order = json!({
        "sp_appid": world.account.appid,
        "sp_mchid": world.account.mch_id,
        "sub_appid": sub_appid,
        "sub_mchid": "1900000109",
        "description": "苹果",
        "out_trade_no": "order-1",
        "notify_url": "http://127.0.0.1:9/notify/v3",
        "amount": { "total": 1 },
        "payer": { "sub_openid": openid },
    });
    let answer = world.post_v3("/v3/pay/partner/transactions/jsapi", &order);
    assert_eq!(answer.status, 200, "{}", answer.body);
    let prepay_id = answer.body["prepay_id"].as_str().unwrap();
    // the calling mini program is the sub-merchant's
    let own = world.request_payment(world.handed_v3(prepay_id));
    assert!(own["reason"].as_str().unwrap().contains(sub_appid), "{own}");
    let mut handed = world.handed_v3(prepay_id);
    handed["appId"] = json!(sub_appid);
    let text = |name: &str| handed[name].as_str().unwrap();
    let lines = [sub_appid, text("timeStamp"), text("nonceStr"), text("package"), ""].join("\n");
    handed["paySign"] = keys().merchant().sign(lines.as_bytes()).into();
    assert_eq!(world.request_payment(handed)["state"], "open");
    let mchid = &world.account.mch_id;
    let url = format!(
        "/v3/pay/partner/transactions/out-trade-no/order-1?sp_mchid={mchid}&sub_mchid=1900000109"
    );
    let told = world.get_v3(&url).body;
    assert_eq!(told["sub_appid"], sub_appid);
    assert_eq!(told["payer"], json!({ "sub_openid": order["payer"]["sub_openid"] }));
    let close = "/v3/pay/partner/transactions/out-trade-no/order-1/close";
    let body = json!({ "sp_mchid": mchid, "sub_mchid": "1900000109" });
    assert_eq!(world.post_v3(close, &body).status, 204);
    let mut alone = order.clone();
    alone.as_object_mut().unwrap().remove("sub_appid");
    let answer = world.post_v3("/v3/pay/partner/transactions/jsapi", &alone);
    assert_eq!(answer.body["detail"]["field"], "/sub_appid");
}

#[test]
fn a_service_provider_orders_in_api_v2_too() {
    let world = World::start();
    let openid = format!("o{}", "S".repeat(27));
    let sub_appid = "wx1111111111111111";
    world.post("/_sandbox/login", json!({ "appid": sub_appid, "openid": openid }));
    let mut order = world.order("order-1");
    order.remove("openid");
    order.insert("sub_mch_id".into(), "1900000109".into());
    order.insert("sub_openid".into(), openid);
    let answer = world.call("/pay/unifiedorder", &order, SignType::Md5);
    assert_eq!(answer["return_code"], "FAIL");
    order.insert("sub_appid".into(), sub_appid.into());
    let answer = world.call("/pay/unifiedorder", &order, SignType::Md5);
    assert_eq!((&*answer["sub_appid"], &*answer["sub_mch_id"]), (sub_appid, "1900000109"));
    let mut handed = world.handed(&answer["prepay_id"], SignType::Md5);
    assert_eq!(world.request_payment(handed.clone())["state"], "refused");
    handed["appId"] = json!(sub_appid);
    let handed = world.sign_again(handed, SignType::Md5);
    assert_eq!(world.request_payment(handed)["state"], "open");
}

#[test]
fn an_unpaid_order_of_api_v3_closes_by_itself_after_seven_days() {
    let world = World::start();
    let prepay_id = world.prepay_v3("order-1");
    let opened = world.request_payment(world.handed_v3(&prepay_id));
    world.paid_v3("order-2");
    let mut long = world.order_v3("order-3");
    // cut to the ninetieth day
    long["time_expire"] = json!("2099-01-01T00:00:00+08:00");
    world.post_v3(JSAPI, &long);
    world.prepay("order-4", SignType::Md5);
    world.advance(7 * 24 * 3600 - 60);
    assert_eq!(world.query_v3("order-1")["trade_state"], "NOTPAY");
    world.advance(60);
    assert_eq!(world.query_v3("order-1")["trade_state"], "CLOSED");
    let again = world.post_v3(JSAPI, &world.order_v3("order-1"));
    assert_eq!((again.status, &again.body["code"]), (400, &json!("ORDER_CLOSED")));
    assert_eq!(world.act(opened["id"].as_str().unwrap(), "pay").1["callback"], "fail");
    assert_eq!(world.page("order-1")["payments"], 0);
    // Paid, with an end of its own, or of API v2: none of them closes.
    assert_eq!(world.query_v3("order-2")["trade_state"], "SUCCESS");
    assert_eq!(world.query_v3("order-3")["trade_state"], "NOTPAY");
    assert_eq!(world.query("order-4")["trade_state"], "NOTPAY");
    world.advance(83 * 24 * 3600);
    assert_eq!(world.query_v3("order-3")["trade_state"], "CLOSED");
}
