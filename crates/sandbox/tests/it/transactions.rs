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
fn every_field_is_held_to_the_documentation() {
    let world = World::start();
    for (pointer, value, code) in [
        ("/appid", json!(null), "PARAM_ERROR"),
        ("/appid", json!("wx0000000000000000"), "APPID_MCHID_NOT_MATCH"),
        ("/mchid", json!("1600000001"), "PARAM_ERROR"),
        ("/description", json!("x".repeat(128)), "PARAM_ERROR"),
        ("/description", json!(""), "PARAM_ERROR"),
        ("/out_trade_no", json!("12345"), "PARAM_ERROR"),
        ("/out_trade_no", json!("order 1"), "PARAM_ERROR"),
        ("/notify_url", json!("https://shop.example.com/n?x=1"), "PARAM_ERROR"),
        ("/amount", json!(1), "PARAM_ERROR"),
        ("/amount/total", json!("1"), "PARAM_ERROR"),
        ("/amount/total", json!(0), "PARAM_ERROR"),
        ("/amount/total", json!(1.5), "PARAM_ERROR"),
        ("/amount/currency", json!("USD"), "PARAM_ERROR"),
        ("/payer", json!(null), "PARAM_ERROR"),
        ("/payer/openid", json!(""), "PARAM_ERROR"),
        ("/payer/openid", json!(format!("o{}", "Z".repeat(27))), "OPENID_MISMATCH"),
    ] {
        let mut order = world.order_v3("order-1");
        *order.pointer_mut(pointer).unwrap() = value.clone();
        let answer = world.post_v3(JSAPI, &order);
        assert_eq!(answer.body["code"], code, "{pointer}={value}: {}", answer.body);
        assert!(answer.status >= 400);
    }
    for end in ["20250101000000", "tomorrow", "2030-01-01T00:00:00"] {
        let mut order = world.order_v3("order-1");
        order["time_expire"] = json!(end);
        let detail = &world.post_v3(JSAPI, &order).body["detail"];
        assert_eq!(detail["field"], "/time_expire", "{end}");
    }
    let answer = world.send_v3(&world.draft("POST", JSAPI, "[1"));
    assert_eq!((answer.status, &answer.body["code"]), (400, &json!("PARAM_ERROR")));
    assert_eq!(world.get("/_sandbox/books").1["orders"], json!([]));
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
fn a_refused_pay_sign_of_rsa_is_explained() {
    let world = World::start();
    let handed = world.handed_v3(&world.prepay_v3("order-1"));
    let text = |name: &str| handed[name].as_str().unwrap();
    let package = text("package");
    let lines = [text("appId"), text("timeStamp"), text("nonceStr"), package, ""];
    let bare = [lines[0], lines[1], lines[2], package.strip_prefix("prepay_id=").unwrap(), ""];
    for (signed, told) in [
        (bare.join("\n"), "APP payment"),
        (lines.join("\r\n"), "CRLF"),
        (lines.join("\\n"), "in letters"),
        (lines[..4].join("\n"), "without the last line feed"),
        (lines[1..].join("\n"), "without the appId"),
        ("something else".to_owned(), "not of these values"),
    ] {
        let mut wrong = handed.clone();
        wrong["paySign"] = keys().merchant().sign(signed.as_bytes()).into();
        let answer = world.request_payment(wrong);
        assert_eq!(answer["state"], "refused");
        assert!(answer["reason"].as_str().unwrap().contains(told), "{told}: {}", answer["reason"]);
    }
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

#[test]
fn a_field_is_refused_in_wechats_own_words() {
    let world = World::start();
    for (pointer, value, told, message) in [
        (
            "/appid",
            Value::Null,
            json!(""),
            "输入源“/body/appid”映射到字段“公众号ID”必填性规则校验失败，此字段为必填项",
        ),
        (
            "/out_trade_no",
            json!("o-3"),
            json!(3),
            "输入源“/body/out_trade_no”映射到值字段“商户订单号”字符串规则校验失败，字节数 3，小于最小值 6",
        ),
        (
            "/out_trade_no",
            json!("o".repeat(36)),
            json!(36),
            "输入源“/body/out_trade_no”映射到值字段“商户订单号”字符串规则校验失败，字节数 36，大于最大值 32",
        ),
        (
            "/description",
            json!("茶".repeat(45)),
            json!(135),
            "输入源“/body/description”映射到值字段“商品描述”字符串规则校验失败，字节数 135，大于最大值 127",
        ),
        (
            "/amount/total",
            json!(0.01),
            json!(0.01),
            "无法将 JSON 输入源“/body/amount/total”映射到目标字段“总金额”中，此字段需要一个合法的 64 位有符号整数",
        ),
        (
            "/amount/total",
            json!("1900000"),
            json!("1900000"),
            "无法将 JSON 输入源“/body/amount/total”映射到目标字段“总金额”中，此字段需要一个合法的 64 位有符号整数",
        ),
    ] {
        let mut order = world.order_v3("order-1");
        *order.pointer_mut(pointer).unwrap() = value;
        let answer = world.post_v3(JSAPI, &order);
        assert_eq!((answer.status, &answer.body["message"]), (400, &json!(message)));
        assert_eq!(answer.body["detail"]["location"], "body");
        assert_eq!(answer.body["detail"]["value"], told);
    }
}

/// An order's detail whose second article has another value.
fn goods(name: &str, value: &Value) -> Value {
    let right = json!({ "merchant_goods_id": "tea-1", "quantity": 1, "unit_price": 1 });
    let mut wrong = right.clone();
    wrong[name] = value.clone();
    json!({ "goods_detail": [right, wrong] })
}

fn store(name: &str, value: &Value) -> Value {
    let mut store = json!({ "id": "0001" });
    store[name] = value.clone();
    json!({ "payer_client_ip": "14.23.150.211", "store_info": store })
}

#[test]
fn what_a_merchant_may_add_is_held_to_the_documentation_too() {
    let world = World::start();
    let long = |most: usize| json!("x".repeat(most + 1));
    let ip = "14.23.150.211";
    for (name, value, field) in [
        ("goods_tag", long(32), "/goods_tag"),
        ("goods_tag", json!(7), "/goods_tag"),
        ("attach", long(128), "/attach"),
        ("description", json!("茶😀"), "/description"),
        ("support_fapiao", json!("true"), "/support_fapiao"),
        ("limit_pay", json!("no_credit"), "/limit_pay"),
        ("limit_pay", json!(["no_credit", "nonsense"]), "/limit_pay"),
        ("detail", json!("x"), "/detail"),
        ("detail", json!({ "cost_price": "1" }), "/detail/cost_price"),
        ("detail", json!({ "invoice_id": long(32) }), "/detail/invoice_id"),
        ("detail", json!({ "goods_detail": {} }), "/detail/goods_detail"),
        ("detail", json!({ "goods_detail": [] }), "/detail/goods_detail"),
        ("detail", json!({ "goods_detail": ["tea"] }), "/detail/goods_detail"),
        (
            "detail",
            goods("merchant_goods_id", &Value::Null),
            "/detail/goods_detail/1/merchant_goods_id",
        ),
        (
            "detail",
            goods("merchant_goods_id", &json!("茶")),
            "/detail/goods_detail/1/merchant_goods_id",
        ),
        (
            "detail",
            goods("merchant_goods_id", &long(32)),
            "/detail/goods_detail/1/merchant_goods_id",
        ),
        (
            "detail",
            goods("wechatpay_goods_id", &long(32)),
            "/detail/goods_detail/1/wechatpay_goods_id",
        ),
        ("detail", goods("goods_name", &long(256)), "/detail/goods_detail/1/goods_name"),
        ("detail", goods("quantity", &json!(0)), "/detail/goods_detail/1/quantity"),
        ("detail", goods("quantity", &json!("1")), "/detail/goods_detail/1/quantity"),
        ("detail", goods("unit_price", &json!(1.5)), "/detail/goods_detail/1/unit_price"),
        ("scene_info", store("id", &Value::Null), "/scene_info/store_info/id"),
        ("scene_info", store("name", &long(256)), "/scene_info/store_info/name"),
        ("scene_info", store("area_code", &long(32)), "/scene_info/store_info/area_code"),
        ("scene_info", store("address", &long(512)), "/scene_info/store_info/address"),
        ("scene_info", json!({}), "/scene_info/payer_client_ip"),
        ("scene_info", json!({ "payer_client_ip": "not an ip" }), "/scene_info/payer_client_ip"),
        (
            "scene_info",
            json!({ "payer_client_ip": ip, "device_id": long(32) }),
            "/scene_info/device_id",
        ),
        (
            "scene_info",
            json!({ "payer_client_ip": ip, "store_info": "0001" }),
            "/scene_info/store_info",
        ),
        ("settle_info", json!(7), "/settle_info"),
        ("settle_info", json!({ "profit_sharing": "Y" }), "/settle_info/profit_sharing"),
    ] {
        let mut order = world.order_v3("order-1");
        order[name] = value.clone();
        let answer = world.post_v3(JSAPI, &order);
        assert_eq!(answer.body["code"], "PARAM_ERROR", "{name}={value}");
        assert_eq!(answer.body["detail"]["field"], field, "{name}={value}");
    }
    let mut order = world.order_v3("order-1");
    for (name, value) in [
        ("goods_tag", json!("x".repeat(32))),
        ("attach", json!("x".repeat(128))),
        ("support_fapiao", json!(true)),
        ("limit_pay", json!(["no_balance", "no_credit", "no_debit", "balance_only"])),
        (
            "detail",
            json!({ "cost_price": 1, "invoice_id": "x".repeat(32), "goods_detail": [{
            "merchant_goods_id": "tea-1_A", "wechatpay_goods_id": "1001", "goods_name": "茶".repeat(85),
            "quantity": 1, "unit_price": 828_800 }] }),
        ),
        (
            "scene_info",
            json!({ "payer_client_ip": "2001:db8::1", "device_id": "x".repeat(32),
                "store_info": { "id": "0001", "name": "腾讯大厦分店", "area_code": "440305" } }),
        ),
        ("settle_info", json!({ "profit_sharing": false })),
    ] {
        order[name] = value;
    }
    let answer = world.post_v3(JSAPI, &order);
    assert_eq!(answer.status, 200, "{}", answer.body);
}
