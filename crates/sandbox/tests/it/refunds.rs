//! Money that goes back, through both APIs.

use serde_json::{Value, json};
use wxpay_sandbox::signature::{Fields, SignType};

use crate::notifications::settled;
use crate::receiver::{OK_V2, Receiver};
use crate::v3_merchant::Answer;
use crate::world::{World, fields, flat};

const V3: &str = "/v3/refund/domestic/refunds";

fn pay_v2(world: &World, out_trade_no: &str, total: u32) {
    let mut order = world.order(out_trade_no);
    order.insert("total_fee".into(), total.to_string());
    let prepay_id = world.call("/pay/unifiedorder", &order, SignType::Md5)["prepay_id"].clone();
    world.act(&world.open(&prepay_id), "pay");
}

fn refund_v2(world: &World, order: &str, number: &str, amount: u32, total: u32) -> Fields {
    let mut wanted = world.about(order);
    wanted.extend(fields(&[
        ("out_refund_no", number),
        ("refund_fee", &amount.to_string()),
        ("total_fee", &total.to_string()),
    ]));
    world.call("/secapi/pay/refund", &wanted, SignType::Md5)
}

fn refund_v3(world: &World, order: &str, number: &str, amount: u32, total: u32) -> Answer {
    let body = json!({
        "out_trade_no": order,
        "out_refund_no": number,
        "amount": { "refund": amount, "total": total, "currency": "CNY" },
    });
    world.post_v3(V3, &body)
}

#[test]
fn a_part_and_then_the_rest_go_back_and_no_more() {
    let world = World::start();
    pay_v2(&world, "order-1", 100);
    let first = refund_v2(&world, "order-1", "refund-1", 30, 100);
    assert_eq!((&*first["result_code"], &*first["refund_fee"]), ("SUCCESS", "30"));
    assert_eq!(first["refund_id"].len(), 29);
    assert_eq!(world.query("order-1")["trade_state"], "REFUND");
    // the same again is the same
    let again = refund_v2(&world, "order-1", "refund-1", 30, 100);
    assert_eq!(again["refund_id"], first["refund_id"]);
    for (number, amount, total, code) in [
        ("refund-1", 31, 100, "REFUND_FEE_MISMATCH"),
        ("refund-2", 71, 100, "INVALID_REQUEST"),
        ("refund-2", 70, 99, "REFUND_FEE_MISMATCH"),
    ] {
        assert_eq!(refund_v2(&world, "order-1", number, amount, total)["err_code"], code);
    }
    assert_eq!(refund_v2(&world, "order-1", "refund-2", 70, 100)["result_code"], "SUCCESS");
    let over = refund_v2(&world, "order-1", "refund-3", 1, 100);
    assert_eq!((&*over["err_code"], &*over["err_code_des"]), ("ERROR", "订单已全额退款"));
    assert_eq!(refund_v2(&world, "order-9", "refund-9", 1, 1)["err_code"], "ORDERNOTEXIST");
    world.prepay("order-2", SignType::Md5);
    assert_eq!(refund_v2(&world, "order-2", "refund-9", 1, 1)["err_code"], "ERROR");
    let (_, books) = world.get("/_sandbox/books");
    assert_eq!(books["refunds"].as_array().unwrap().len(), 2);
}

#[test]
fn a_query_of_api_v2_numbers_its_refunds() {
    let world = World::start();
    pay_v2(&world, "order-1", 100);
    for n in 0..12 {
        refund_v2(&world, "order-1", &format!("refund-{n}"), 5, 100);
    }
    let ask = |name: &str, value: &str| {
        let mut query = world.about("order-1");
        query.insert(name.into(), value.into());
        world.call("/pay/refundquery", &query, SignType::HmacSha256)
    };
    let one = ask("out_refund_no", "refund-3");
    assert_eq!((&*one["refund_count"], &*one["out_refund_no_0"]), ("1", "refund-3"));
    assert_eq!(one["refund_status_0"], "PROCESSING");
    world.advance(5);
    let by_id = ask("refund_id", &one["refund_id_0"]);
    assert_eq!(by_id["refund_status_0"], "SUCCESS");
    assert_eq!(by_id["refund_success_time_0"].len(), 19);
    let all = ask("nonce_str", "n");
    assert_eq!((&*all["total_refund_count"], &*all["refund_count"]), ("12", "10"));
    assert_eq!(all["out_refund_no_9"], "refund-9");
    let rest = ask("offset", "10");
    assert_eq!((&*rest["refund_count"], &*rest["out_refund_no_0"]), ("2", "refund-10"));
    assert_eq!(ask("out_refund_no", "refund-99")["err_code"], "REFUNDNOTEXIST");
    assert_eq!(ask("offset", "99")["err_code"], "PARAM_ERROR");
}

#[test]
fn a_refund_of_api_v3_is_processed_and_then_a_success() {
    let world = World::start();
    let id = world.paid_v3("order-1");
    let made = refund_v3(&world, "order-1", "refund@1", 1, 1);
    assert_eq!((made.status, &made.body["status"]), (200, &json!("PROCESSING")), "{}", made.body);
    assert_eq!(
        (&made.body["transaction_id"], &made.body["channel"]),
        (&json!(id), &json!("ORIGINAL"))
    );
    assert!(made.body.get("success_time").is_none());
    assert_eq!(world.query_v3("order-1")["trade_state"], "REFUND");
    world.advance(5);
    let told = world.get_v3(&format!("{V3}/refund%401"));
    assert_eq!((told.status, &told.body["status"]), (200, &json!("SUCCESS")), "{}", told.body);
    assert_eq!(told.body["amount"]["refund"], 1);
    assert_eq!(told.body["refund_id"], made.body["refund_id"]);
    let absent = world.get_v3(&format!("{V3}/refund-9"));
    assert_eq!((absent.status, &absent.body["code"]), (404, &json!("RESOURCE_NOT_EXISTS")));
    // by transaction_id, the same refund
    let again = world.post_v3(
        V3,
        &json!({
            "transaction_id": id, "out_refund_no": "refund@1",
            "amount": { "refund": 1, "total": 1, "currency": "CNY" },
        }),
    );
    assert_eq!((again.status, &again.body["refund_id"]), (200, &made.body["refund_id"]));
}

#[test]
fn a_refund_of_api_v3_is_held_to_its_rules() {
    let world = World::start();
    world.paid_v3("order-1");
    let right = json!({
        "out_trade_no": "order-1", "out_refund_no": "refund-1",
        "amount": { "refund": 1, "total": 1, "currency": "CNY" },
    });
    for (pointer, value, status, code) in [
        ("/out_refund_no", json!("r 1"), 400, "PARAM_ERROR"),
        ("/out_refund_no", json!("r".repeat(65)), 400, "PARAM_ERROR"),
        ("/amount/refund", json!(0), 400, "PARAM_ERROR"),
        ("/amount/refund", json!(2), 400, "INVALID_REQUEST"),
        ("/amount/total", json!(2), 400, "INVALID_REQUEST"),
        ("/amount/currency", json!("USD"), 400, "PARAM_ERROR"),
        ("/amount/from", json!([{ "account": "BASIC", "amount": 1 }]), 400, "PARAM_ERROR"),
        ("/amount/from", json!([{ "account": "AVAILABLE" }]), 400, "PARAM_ERROR"),
        ("/goods_detail", json!([{ "merchant_goods_id": "tea-1" }]), 400, "PARAM_ERROR"),
        ("/out_trade_no", json!("order-9"), 404, "RESOURCE_NOT_EXISTS"),
        ("/out_trade_no", json!(null), 400, "PARAM_ERROR"),
    ] {
        let mut wanted = right.clone();
        match pointer {
            "/amount/from" => wanted["amount"]["from"] = value.clone(),
            "/goods_detail" => wanted["goods_detail"] = value.clone(),
            _ => *wanted.pointer_mut(pointer).unwrap() = value.clone(),
        }
        let answer = world.post_v3(V3, &wanted);
        assert_eq!(
            (answer.status, &answer.body["code"]),
            (status, &json!(code)),
            "{pointer}={value}"
        );
    }
    let mut more = right.clone();
    more["appid"] = json!(world.account.appid);
    let answer = world.post_v3(V3, &more);
    assert_eq!(answer.body["detail"]["value"], json!(["/body/appid"]));
    assert_eq!(world.post_v3(V3, &right).status, 200);
    let over = refund_v3(&world, "order-1", "refund-2", 1, 1);
    assert_eq!((over.status, &over.body["message"]), (400, &json!("订单已全额退款")));
}

#[test]
fn the_end_of_a_refund_is_told_encrypted() {
    let world = World::start();
    for (end, event, status_v3, status_v2) in [
        ("success", "REFUND.SUCCESS", "SUCCESS", "SUCCESS"),
        ("abnormal", "REFUND.ABNORMAL", "ABNORMAL", "CHANGE"),
        ("closed", "REFUND.CLOSED", "CLOSED", "REFUNDCLOSE"),
    ] {
        let receiver = Receiver::content(OK_V2);
        world.put("/_sandbox/settings", json!({ "refundEnd": end }));
        let (two, three) = (format!("{end}-v2"), format!("{end}-v3"));
        pay_v2(&world, &two, 10);
        world.paid_v3(&three);
        let mut wanted = world.about(&two);
        wanted.extend(fields(&[
            ("out_refund_no", &two),
            ("refund_fee", "4"),
            ("total_fee", "10"),
            ("notify_url", &receiver.url("/r2")),
        ]));
        let made = world.call("/secapi/pay/refund", &wanted, SignType::Md5);
        assert_eq!(made["result_code"], "SUCCESS");
        let body = json!({
            "out_trade_no": three, "out_refund_no": three, "notify_url": receiver.url("/r3"),
            "amount": { "refund": 1, "total": 1, "currency": "CNY" },
        });
        assert_eq!(world.post_v3(V3, &body).status, 200);
        world.advance(10);
        settled(&world);
        let got = receiver.got();
        let of = |path: &str| &got.iter().find(|got| got.path == path).unwrap().body;
        let envelope: Value = serde_json::from_str(of("/r3")).unwrap();
        assert_eq!(envelope["event_type"], event);
        let told: Value = serde_json::from_str(&world.open_sealed(&envelope["resource"])).unwrap();
        assert_eq!(
            (&told["refund_status"], &told["amount"]["refund"]),
            (&json!(status_v3), &json!(1))
        );
        assert_eq!(told["mchid"], world.account.mch_id.as_str());
        let outer = flat(of("/r2"));
        assert!(!outer.contains_key("sign"));
        let inner = world.open_req_info(&outer["req_info"]);
        let inner = inner.replace("<root>", "<xml>").replace("</root>", "</xml>");
        let inner = flat(&inner);
        assert_eq!((&*inner["refund_status"], &*inner["refund_fee"]), (status_v2, "4"));
        assert_eq!(inner["out_trade_no"], two);
    }
}

#[test]
fn a_refund_at_the_console_is_told_as_such() {
    let world = World::start();
    let receiver = Receiver::content(OK_V2);
    let mut order = world.order("order-2");
    order.insert("total_fee".into(), "100".into());
    order.insert("notify_url".into(), receiver.url("/n2"));
    let prepay_id = world.call("/pay/unifiedorder", &order, SignType::Md5)["prepay_id"].clone();
    world.act(&world.open(&prepay_id), "pay");
    let give = |body: Value| world.post("/_sandbox/refunds", body);
    let (status, made) = give(json!({ "outTradeNo": "order-2", "fen": 30 }));
    assert_eq!((status, &made["refund"]), (200, &json!(30)), "{made}");
    let number = made["outRefundNo"].as_str().unwrap();
    // the backend has never heard of this number, and can ask about it
    let mut query = world.about("order-2");
    query.insert("out_refund_no".into(), number.into());
    let found = world.call("/pay/refundquery", &query, SignType::Md5);
    assert_eq!((&*found["refund_fee_0"], &*found["refund_status_0"]), ("30", "PROCESSING"));
    world.advance(10);
    settled(&world);
    let told = receiver.got().pop().unwrap();
    let inner = world.open_req_info(&flat(&told.body)["req_info"]);
    assert!(inner.contains("[VENDOR_PLATFORM]") && inner.contains(number), "{inner}");
    assert_eq!(world.query("order-2")["trade_state"], "REFUND");
    assert_eq!(give(json!({ "outTradeNo": "order-2", "fen": 71 })).0, 409);
    assert_eq!(give(json!({ "outTradeNo": "order-9" })).0, 404);
    assert_eq!(give(json!({ "outTradeNo": "order-2", "fen": 0 })).0, 400);
    assert_eq!(give(json!({})).0, 400);
}

#[test]
fn a_closed_refund_leaves_its_money_to_be_refunded_again() {
    let world = World::start();
    world.paid_v3("order-1");
    world.put("/_sandbox/settings", json!({ "refundEnd": "closed" }));
    assert_eq!(refund_v3(&world, "order-1", "refund-1", 1, 1).status, 200);
    assert_eq!(refund_v3(&world, "order-1", "refund-2", 1, 1).status, 400);
    world.advance(10);
    assert_eq!(refund_v3(&world, "order-1", "refund-2", 1, 1).status, 200);
}

#[test]
fn a_refund_is_paid_from_an_account_that_there_is() {
    let world = World::start();
    world.paid_v3("order-1");
    for (account, status) in [(json!("NONSENSE"), 400), (json!(7), 400), (json!("AVAILABLE"), 200)]
    {
        let body = json!({
            "out_trade_no": "order-1",
            "out_refund_no": "refund-1",
            "funds_account": account,
            "amount": { "refund": 1, "total": 1, "currency": "CNY" },
        });
        let answer = world.post_v3(V3, &body);
        assert_eq!(answer.status, status, "{account}: {}", answer.body);
        if status == 400 {
            assert_eq!(answer.body["detail"]["field"], "/funds_account");
        }
    }
}
