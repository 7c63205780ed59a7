//! The fields of an order of API v3: what each may be, and in which words another value is refused.

use serde_json::{Value, json};
use wxpay_sandbox::signature::SignType;

use crate::v3_merchant::JSAPI;
use crate::world::World;

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

#[test]
fn a_name_that_no_page_has_is_refused() {
    let world = World::start();
    let unknown = |order: &Value| {
        let answer = world.post_v3(JSAPI, order);
        assert_eq!((answer.status, &answer.body["code"]), (400, &json!("PARAM_ERROR")));
        assert_eq!(answer.body["message"], "请求中含有未在API文档中定义的参数");
        answer.body["detail"].clone()
    };
    let mut order = world.order_v3("order-1");
    order["mch_id"] = json!("1");
    order["payer"]["sub_openid"] = json!("o");
    order["detail"] = json!({ "goods_detail": [{ "goods_id": "1" }] });
    let told = ["/body/detail/goods_detail/0/goods_id", "/body/mch_id", "/body/payer/sub_openid"];
    assert_eq!(unknown(&order), json!({ "location": null, "value": told }));
    world.prepay_v3("order-1");
    let mchid = &world.account.mch_id;
    let url = format!("/v3/pay/transactions/out-trade-no/order-1?mchid={mchid}&sub_mch_id=1");
    let answer = world.get_v3(&url);
    assert_eq!(answer.body["detail"]["value"], json!(["/query/sub_mch_id"]), "{}", answer.body);
    world.prepay("order-2", SignType::Md5);
    let mut query = world.about("order-2");
    query.insert("spbill_create_ip".into(), "127.0.0.1".into());
    let answer = world.call("/pay/orderquery", &query, SignType::Md5);
    assert_eq!(answer["return_msg"], "请求中含有未在API文档中定义的参数");
}
