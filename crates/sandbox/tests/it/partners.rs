//! Orders that a service provider makes for its sub-merchants: whose they are. Never here: how a
//! sub-merchant's mini program pays them.

use serde_json::{Value, json};
use wxpay_sandbox::signature::{Fields, SignType};

use crate::notifications::settled;
use crate::receiver::{OK_V2, Receiver};
use crate::v3_merchant::JSAPI;
use crate::world::{World, fields, flat};

const ONE: &str = "1900000109";
const OTHER: &str = "1900000110";
const PARTNER: &str = "/v3/pay/partner/transactions";

fn order_v3(world: &World, out_trade_no: &str, sub_mchid: &str) -> Value {
    json!({
        "sp_appid": world.account.appid,
        "sp_mchid": world.account.mch_id,
        "sub_mchid": sub_mchid,
        "description": "苹果",
        "out_trade_no": out_trade_no,
        "notify_url": "http://127.0.0.1:9/notify/v3",
        "amount": { "total": 100 },
        "payer": { "sp_openid": world.log_in() },
    })
}

/// Orders for `ONE` and pays; gives the `transaction_id`.
fn paid_v3(world: &World, out_trade_no: &str) -> String {
    let made = world.post_v3(&format!("{PARTNER}/jsapi"), &order_v3(world, out_trade_no, ONE));
    let prepay_id = made.body["prepay_id"].as_str().unwrap();
    let opened = world.request_payment(world.handed_v3(prepay_id));
    world.act(opened["id"].as_str().unwrap(), "pay");
    world.page(out_trade_no)["transactionId"].as_str().unwrap().to_owned()
}

#[test]
fn an_order_of_api_v3_is_found_by_its_own_sub_merchant_alone() {
    let world = World::start();
    let id = paid_v3(&world, "order-1");
    world.paid_v3("order-2");
    let mchid = &world.account.mch_id;
    let asked = |url: &str| {
        let answer = world.get_v3(url);
        (answer.status, answer.body["code"].as_str().unwrap_or_default().to_owned())
    };
    let absent = (404, "ORDER_NOT_EXIST".to_owned());
    let direct = "/v3/pay/transactions";
    for path in ["out-trade-no/order-1".to_owned(), format!("id/{id}")] {
        let url = format!("{PARTNER}/{path}?sp_mchid={mchid}&sub_mchid=");
        assert_eq!(asked(&format!("{url}{ONE}")), (200, String::new()));
        assert_eq!(asked(&format!("{url}{OTHER}")), absent, "{path}");
        assert_eq!(asked(&format!("{direct}/{path}?mchid={mchid}")), absent, "{path}");
    }
    let url = format!("{PARTNER}/out-trade-no/order-2?sp_mchid={mchid}&sub_mchid={ONE}");
    assert_eq!(asked(&url), absent);
}

#[test]
fn an_order_of_api_v3_is_closed_by_its_own_sub_merchant_alone() {
    let world = World::start();
    world.post_v3(&format!("{PARTNER}/jsapi"), &order_v3(&world, "order-1", ONE));
    world.prepay_v3("order-2");
    let mchid = &world.account.mch_id;
    let close = |number: &str, sub_mchid: &str| {
        let url = format!("{PARTNER}/out-trade-no/{number}/close");
        world.post_v3(&url, &json!({ "sp_mchid": mchid, "sub_mchid": sub_mchid })).status
    };
    assert_eq!(close("order-1", OTHER), 404);
    assert_eq!(close("order-2", ONE), 404);
    assert_eq!(world.close_v3("order-1").status, 404);
    assert_eq!(world.page("order-1")["tradeState"], "NOTPAY");
    assert_eq!((close("order-1", ONE), world.close_v3("order-2").status), (204, 204));
}

#[test]
fn an_order_of_api_v3_is_refunded_to_its_own_sub_merchant_alone() {
    let world = World::start();
    let id = paid_v3(&world, "order-1");
    world.paid_v3("order-2");
    let refund = |named: Value, sub_mchid: Value| {
        let mut body = json!({
            "sub_mchid": sub_mchid,
            "out_refund_no": "refund-1",
            "amount": { "refund": 1, "total": 100, "currency": "CNY" },
        });
        body.as_object_mut().unwrap().extend(named.as_object().unwrap().clone());
        let answer = world.post_v3("/v3/refund/domestic/refunds", &body);
        (answer.status, answer.body["code"].as_str().unwrap_or_default().to_owned())
    };
    let absent = (404, "RESOURCE_NOT_EXISTS".to_owned());
    for named in [json!({ "out_trade_no": "order-1" }), json!({ "transaction_id": id })] {
        for sub_mchid in [json!(null), json!(OTHER)] {
            assert_eq!(refund(named.clone(), sub_mchid), absent);
        }
        assert_eq!(refund(named.clone(), json!(7)).0, 400);
    }
    assert_eq!(refund(json!({ "out_trade_no": "order-2" }), json!(ONE)), absent);
    assert_eq!(world.get("/_sandbox/books").1["refunds"], json!([]));
    assert_eq!(refund(json!({ "transaction_id": id }), json!(ONE)), (200, String::new()));
    let find = "/v3/refund/domestic/refunds/refund-1";
    assert_eq!(world.get_v3(&format!("{find}?sub_mchid={ONE}")).status, 200);
    assert_eq!(world.get_v3(&format!("{find}?sub_mchid={OTHER}")).status, 404);
    assert_eq!(world.get_v3(find).status, 404);
}

#[test]
fn an_order_of_api_v2_belongs_to_its_own_sub_merchant_alone() {
    let world = World::start();
    let call = |path: &str, asked: &Fields, sub_mch_id: &str| {
        let mut asked = asked.clone();
        if !sub_mch_id.is_empty() {
            asked.insert("sub_mch_id".into(), sub_mch_id.into());
        }
        let answer = world.call(path, &asked, SignType::Md5);
        answer.get("err_code").unwrap_or(&answer["result_code"]).clone()
    };
    for number in ["order-1", "order-2"] {
        assert_eq!(call("/pay/unifiedorder", &world.order(number), ONE), "SUCCESS");
    }
    let about = world.about("order-1");
    for other in ["", OTHER] {
        assert_eq!(call("/pay/orderquery", &about, other), "ORDERNOTEXIST");
        assert_eq!(call("/pay/closeorder", &about, other), "ORDERNOTEXIST");
    }
    assert_eq!(call("/pay/orderquery", &about, ONE), "SUCCESS");
    let mut order = world.order("order-2");
    order.insert("sub_mch_id".into(), ONE.into());
    let again = world.call("/pay/unifiedorder", &order, SignType::Md5);
    world.act(&world.open(&again["prepay_id"]), "pay");
    let mut refund = world.about("order-2");
    refund.extend(fields(&[
        ("out_refund_no", "refund-1"),
        ("refund_fee", "1"),
        ("total_fee", "1"),
    ]));
    for other in ["", OTHER] {
        assert_eq!(call("/secapi/pay/refund", &refund, other), "ORDERNOTEXIST");
    }
    assert_eq!(call("/secapi/pay/refund", &refund, ONE), "SUCCESS");
    let mut one = world.about("order-2");
    one.insert("out_refund_no".into(), "refund-1".into());
    for asked in [one, world.about("order-2")] {
        for other in ["", OTHER] {
            assert_eq!(call("/pay/refundquery", &asked, other), "REFUNDNOTEXIST");
        }
        assert_eq!(call("/pay/refundquery", &asked, ONE), "SUCCESS");
    }
    // And the provider's own is no sub-merchant's.
    world.prepay("order-3", SignType::Md5);
    assert_eq!(call("/pay/orderquery", &world.about("order-3"), ONE), "ORDERNOTEXIST");
    assert_eq!(call("/pay/closeorder", &about, ONE), "SUCCESS");
}

#[test]
fn a_service_provider_is_not_its_own_sub_merchant() {
    let world = World::start();
    let mchid = world.account.mch_id.clone();
    let answer = world.post_v3(&format!("{PARTNER}/jsapi"), &order_v3(&world, "order-1", &mchid));
    assert_eq!(answer.body["detail"]["field"], "/sub_mchid", "{}", answer.body);
    let mut order = world.order("order-1");
    order.insert("sub_mch_id".into(), mchid);
    let answer = world.call("/pay/unifiedorder", &order, SignType::Md5);
    assert_eq!(answer["return_code"], "FAIL");
    assert_eq!(world.post_v3(JSAPI, &world.order_v3("order-1")).status, 200);
}

#[test]
fn the_end_of_a_refund_names_provider_and_sub_merchant() {
    let world = World::start();
    let receiver = Receiver::content(OK_V2);
    paid_v3(&world, "order-3");
    let body = json!({
        "sub_mchid": ONE, "out_trade_no": "order-3", "out_refund_no": "refund-3",
        "notify_url": receiver.url("/r3"),
        "amount": { "refund": 1, "total": 100, "currency": "CNY" },
    });
    assert_eq!(world.post_v3("/v3/refund/domestic/refunds", &body).status, 200);
    let mut order = world.order("order-2");
    order.insert("sub_mch_id".into(), ONE.into());
    let made = world.call("/pay/unifiedorder", &order, SignType::Md5);
    world.act(&world.open(&made["prepay_id"]), "pay");
    let mut refund = world.about("order-2");
    refund.extend(fields(&[
        ("sub_mch_id", ONE),
        ("out_refund_no", "refund-2"),
        ("refund_fee", "1"),
        ("total_fee", "1"),
        ("notify_url", &receiver.url("/r2")),
    ]));
    assert_eq!(world.call("/secapi/pay/refund", &refund, SignType::Md5)["result_code"], "SUCCESS");
    world.advance(10);
    settled(&world);
    let got = receiver.got();
    let of = |path: &str| &got.iter().find(|got| got.path == path).unwrap().body;
    let envelope: Value = serde_json::from_str(of("/r3")).unwrap();
    let told: Value = serde_json::from_str(&world.open_sealed(&envelope["resource"])).unwrap();
    let provider = world.account.mch_id.as_str();
    assert_eq!((&told["sp_mchid"], &told["sub_mchid"]), (&json!(provider), &json!(ONE)));
    assert!(told.get("mchid").is_none());
    let outer = flat(of("/r2"));
    assert_eq!((&*outer["mch_id"], &*outer["sub_mch_id"]), (provider, ONE));
}
