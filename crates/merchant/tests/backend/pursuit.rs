//! What did not arrive is fetched: orders without a notification, orders that expired. Time is the
//! tests' own, so nothing here waits.

use serde_json::json;
use wxpay_merchant::Pursued;

use crate::gateway::{refused, signed};
use crate::platform::answer;
use crate::shop::Shop;

const QUERY: &str = "/v3/pay/transactions/out-trade-no/";

fn prepared(vars: &[(&str, &str)]) -> (Shop, String) {
    let shop = Shop::v3(vars);
    let number = {
        let buyer = shop.buyer("li");
        let number = buyer.order("oolong");
        assert_eq!(buyer.prepay(&number).0, 200);
        number
    };
    (shop, number)
}

fn queries(shop: &Shop) -> usize {
    shop.platform.requests(QUERY).iter().filter(|asked| asked.method == "GET").count()
}

fn state(shop: &Shop) -> String {
    let (_, list) = shop.buyer("li").get("/api/orders");
    list["orders"][0]["tradeState"].as_str().unwrap().to_owned()
}

#[test]
fn an_order_without_a_notification_is_asked_about_on_the_official_plan() {
    let (shop, _) = prepared(&[]);
    let mut asked_at = Vec::new();
    for second in 0..6000 {
        shop.merchant.pursue().unwrap();
        if queries(&shop) > asked_at.len() {
            asked_at.push(second);
        }
        shop.advance(1);
    }
    // 5 s, 30 s, 1 min, 3 min, 5 min, 10 min, 30 min, and every 30 min from there
    assert_eq!(asked_at, [5, 35, 95, 275, 575, 1175, 2975, 4775]);
}

#[test]
fn an_order_that_was_paid_is_found_out_and_left_alone_afterwards() {
    let (shop, number) = prepared(&[]);
    shop.platform.pay(&number);
    shop.advance(5);
    let pursued = shop.merchant.pursue().unwrap();
    assert_eq!(pursued, Pursued { asked: 1, paid: 1, ..Pursued::default() });
    assert_eq!(state(&shop), "SUCCESS");
    shop.advance(100_000);
    assert_eq!(shop.merchant.pursue().unwrap(), Pursued::default());
    assert_eq!(shop.settled(&number), 1);
}

#[test]
fn an_order_that_nobody_prepared_is_not_asked_about() {
    let shop = Shop::v3(&[]);
    shop.buyer("li").order("oolong");
    shop.buyer("li").order("sample");
    shop.advance(3600);
    assert_eq!(shop.merchant.pursue().unwrap(), Pursued::default());
}

#[test]
fn an_order_is_asked_about_though_the_answer_to_its_prepay_was_lost() {
    let shop = Shop::v3(&[]);
    let buyer = shop.buyer("li");
    let number = buyer.order("oolong");
    shop.platform.on("/v3/pay/transactions/jsapi", |_| crate::platform::Answer {
        status: 502,
        body: String::new(),
        change: |headers| headers.clear(),
    });
    assert_eq!(buyer.prepay(&number).1["code"], "prepay_unreachable");
    shop.advance(5);
    assert_eq!(shop.merchant.pursue().unwrap().asked, 1);
}

#[test]
fn wechat_pay_that_cannot_be_reached_is_asked_again() {
    let (shop, number) = prepared(&[]);
    shop.platform.pay(&number);
    shop.platform
        .on(QUERY, |_| answer(500, &json!({ "code": "SYSTEM_ERROR", "message": "系统错误" })));
    shop.advance(5);
    let failed = shop.merchant.pursue().unwrap();
    assert_eq!(failed, Pursued { asked: 1, failed: 1, ..Pursued::default() });
    assert_eq!(state(&shop), "NOTPAY");
    shop.platform.honest();
    assert_eq!(shop.merchant.pursue().unwrap(), Pursued::default());
    shop.advance(30);
    assert_eq!(shop.merchant.pursue().unwrap().paid, 1);
}

#[test]
fn an_order_that_expired_is_closed_and_cannot_be_prepared_before_that() {
    let (shop, number) = prepared(&[("WXPAY_ORDER_MINUTES", "30")]);
    shop.merchant.pursue().unwrap();
    shop.advance(30 * 60 - 59);
    let (status, error) = shop.buyer("li").prepay(&number);
    assert_eq!((status, &error["code"]), (409, &json!("order_closed")));
    shop.merchant.pursue().unwrap();
    assert_eq!(state(&shop), "NOTPAY");
    shop.advance(59);
    let closed = shop.merchant.pursue().unwrap();
    assert_eq!(closed, Pursued { asked: 1, closed: 1, ..Pursued::default() });
    assert_eq!(state(&shop), "CLOSED");
    let requests = shop.platform.requests(QUERY);
    let close = requests.iter().find(|asked| asked.method == "POST").unwrap();
    assert!(close.url.ends_with(&format!("{number}/close")));
    assert_eq!(close.body, json!({ "mchid": "1900000109" }));
    shop.advance(100_000);
    assert_eq!(shop.merchant.pursue().unwrap(), Pursued::default());
}

#[test]
fn an_order_that_is_paid_in_its_last_moment_is_not_closed() {
    let (shop, number) = prepared(&[("WXPAY_ORDER_MINUTES", "30")]);
    shop.advance(30 * 60);
    let close = format!("{QUERY}{number}/close");
    shop.platform
        .on(&close, |_| answer(400, &json!({ "code": "ORDERPAID", "message": "订单已支付" })));
    let pursued = shop.merchant.pursue().unwrap();
    assert_eq!(pursued, Pursued { asked: 1, failed: 1, ..Pursued::default() });
    assert_eq!(state(&shop), "NOTPAY");
    shop.platform.pay(&number);
    shop.advance(30);
    assert_eq!(shop.merchant.pursue().unwrap().paid, 1);
    assert_eq!(state(&shop), "SUCCESS");
}

#[test]
fn an_expired_order_that_wechat_pay_never_got_ends_without_it() {
    let shop = Shop::v3(&[("WXPAY_ORDER_MINUTES", "5")]);
    let buyer = shop.buyer("li");
    shop.platform
        .on("/v3/pay/transactions/jsapi", |_| answer(500, &json!({ "code": "SYSTEM_ERROR" })));
    assert_eq!(buyer.prepay(&buyer.order("oolong")).0, 502);
    shop.advance(300);
    assert_eq!(shop.merchant.pursue().unwrap().closed, 1);
    assert_eq!(state(&shop), "CLOSED");
    assert!(shop.platform.requests(QUERY).iter().all(|asked| asked.method == "GET"));
}

#[test]
fn that_wechat_pay_has_forgotten_an_order_it_prepared_is_not_believed_for_seven_days() {
    let (shop, number) = prepared(&[("WXPAY_ORDER_MINUTES", "5")]);
    shop.platform
        .on(QUERY, |_| answer(404, &json!({ "code": "ORDER_NOT_EXIST", "message": "订单不存在" })));
    shop.advance(300);
    assert_eq!(
        shop.merchant.pursue().unwrap(),
        Pursued { asked: 1, failed: 1, ..Pursued::default() }
    );
    shop.platform.honest();
    shop.platform.pay(&number);
    shop.advance(1800);
    assert_eq!(shop.merchant.pursue().unwrap().paid, 1);
    assert_eq!(state(&shop), "SUCCESS");
    let (shop, _) = prepared(&[]);
    shop.platform
        .on(QUERY, |_| answer(404, &json!({ "code": "ORDER_NOT_EXIST", "message": "订单不存在" })));
    shop.advance(7 * 86_400);
    assert_eq!(shop.merchant.pursue().unwrap().closed, 1);
}

#[test]
fn what_is_due_survives_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shop.db");
    let database = ("WXPAY_DATABASE", file.to_str().unwrap());
    let number = {
        let (shop, number) = prepared(&[database]);
        shop.advance(5);
        assert_eq!(shop.merchant.pursue().unwrap().asked, 1);
        number
    };
    let shop = Shop::v3(&[database]);
    // its own gateway knows nothing of the order, which is an answer too
    shop.advance(34);
    assert_eq!(shop.merchant.pursue().unwrap(), Pursued::default());
    shop.advance(1);
    assert_eq!(shop.merchant.pursue().unwrap().asked, 1);
    assert!(shop.platform.requests(QUERY)[0].url.contains(&number));
}

#[test]
fn orders_of_api_v2_are_asked_about_and_closed_too() {
    let shop = Shop::with(&[("WXPAY_ORDER_MINUTES", "5"), ("WXPAY_SIGN_TYPE", "HMAC-SHA256")]);
    let buyer = shop.buyer("li");
    let number = buyer.order("oolong");
    buyer.prepay(&number);
    assert_eq!(shop.gateway.requests("/pay/unifiedorder")[0]["time_expire"], "20261121144850");
    shop.advance(5);
    assert_eq!(shop.merchant.pursue().unwrap(), Pursued { asked: 1, ..Pursued::default() });
    shop.gateway.on("/pay/closeorder", |asked| refused(asked, "ORDERPAID"));
    shop.advance(300);
    assert_eq!(shop.merchant.pursue().unwrap().failed, 1);
    shop.gateway.on("/pay/closeorder", |asked| signed(asked, &[("result_code", "SUCCESS")]));
    shop.advance(1800);
    assert_eq!(shop.merchant.pursue().unwrap().closed, 1);
    assert_eq!(shop.gateway.requests("/pay/closeorder")[0]["out_trade_no"], number);
}
