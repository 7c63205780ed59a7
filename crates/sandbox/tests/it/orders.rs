//! `/pay/unifiedorder`, `/pay/orderquery`, `/pay/closeorder`.

use serde_json::json;
use wxpay_sandbox::signature::{SignType, sign};

use crate::world::{World, beijing, fields, flat};

const UNIFIED: &str = "/pay/unifiedorder";

#[test]
fn an_order_gets_a_prepay_id_with_either_algorithm() {
    let world = World::start();
    for (out_trade_no, sign_type) in [("order-1", SignType::Md5), ("order-2", SignType::HmacSha256)]
    {
        let answer = world.call(UNIFIED, &world.order(out_trade_no), sign_type);
        assert_eq!(answer["result_code"], "SUCCESS");
        assert_eq!(answer["trade_type"], "JSAPI");
        assert_eq!(answer["prepay_id"].len(), 36);
        assert!(answer["prepay_id"].starts_with("wx20"));
        assert_eq!(world.page(out_trade_no)["signType"], sign_type.as_str());
    }
}

#[test]
fn the_same_order_again_gets_a_prepay_id_again() {
    let world = World::start();
    let mut order = world.order("order-1");
    let first = world.call(UNIFIED, &order, SignType::Md5);
    order.insert("nonce_str".into(), "another".into());
    let second = world.call(UNIFIED, &order, SignType::Md5);
    assert_eq!(second["result_code"], "SUCCESS");
    let page = world.page("order-1");
    assert_eq!(page["prepayIds"], json!([first["prepay_id"], second["prepay_id"]]));
    // Either opens the cashier.
    world.open(&first["prepay_id"]);
    world.open(&second["prepay_id"]);
}

#[test]
fn a_changed_order_is_an_invalid_request() {
    let world = World::start();
    let order = world.order("order-1");
    world.call(UNIFIED, &order, SignType::Md5);
    for (name, value) in [("total_fee", "2"), ("body", "沙箱商店-梨"), ("attach", "x")] {
        let mut changed = order.clone();
        changed.insert(name.into(), value.into());
        let answer = world.call(UNIFIED, &changed, SignType::Md5);
        assert_eq!(answer["result_code"], "FAIL");
        assert_eq!(answer["err_code"], "INVALID_REQUEST");
        assert_eq!(answer["err_code_des"], "201 商户订单号重复");
        assert!(!answer.contains_key("prepay_id"));
        let reason = world.log().pop().unwrap()["detail"]["reason"].clone();
        assert!(reason.as_str().unwrap().ends_with(name), "{reason}");
    }
    let answer = world.call(UNIFIED, &order, SignType::HmacSha256);
    assert_eq!(answer["err_code"], "INVALID_REQUEST");
}

#[test]
fn a_paid_order_is_not_made_again() {
    let world = World::start();
    let cashier = world.open(&world.prepay("order-1", SignType::Md5));
    world.act(&cashier, "pay");
    let answer = world.call(UNIFIED, &world.order("order-1"), SignType::Md5);
    assert_eq!((&*answer["err_code"], &*answer["err_code_des"]), ("ORDERPAID", "该订单已支付"));
    assert_eq!(world.close("order-1")["err_code"], "ORDERPAID");
}

#[test]
fn a_closed_order_is_not_made_again() {
    let world = World::start();
    world.prepay("order-1", SignType::Md5);
    assert_eq!(world.close("order-1")["result_code"], "SUCCESS");
    assert_eq!(world.query("order-1")["trade_state"], "CLOSED");
    let answer = world.call(UNIFIED, &world.order("order-1"), SignType::Md5);
    assert_eq!(answer["err_code"], "ORDERCLOSED");
    assert_eq!(world.close("order-1")["err_code"], "ORDERCLOSED");
}

#[test]
fn a_query_tells_what_has_become_of_an_order() {
    let world = World::start();
    let mut order = world.order("order-1");
    order.insert("attach".into(), "深圳分店 & <1>".into());
    let made = world.call(UNIFIED, &order, SignType::Md5);
    let unpaid = world.query("order-1");
    assert_eq!(unpaid["trade_state"], "NOTPAY");
    assert_eq!(unpaid["trade_state_desc"], "订单未支付");
    assert!(!unpaid.contains_key("transaction_id"));

    world.act(&world.open(&made["prepay_id"]), "pay");
    let paid = world.query("order-1");
    assert_eq!(paid["trade_state"], "SUCCESS");
    assert_eq!(paid["total_fee"], "1");
    assert_eq!(paid["attach"], "深圳分店 & <1>");
    assert_eq!(paid["openid"], order["openid"]);
    assert_eq!(paid["transaction_id"].len(), 28);
    assert_eq!(paid["time_end"].len(), 14);

    let mut by_transaction = world.about("");
    by_transaction.insert("transaction_id".into(), paid["transaction_id"].clone());
    let answer = world.call("/pay/orderquery", &by_transaction, SignType::HmacSha256);
    assert_eq!(answer["out_trade_no"], "order-1");
}

#[test]
fn an_unknown_order_does_not_exist() {
    let world = World::start();
    assert_eq!(world.query("order-9")["err_code"], "ORDERNOTEXIST");
    assert_eq!(world.close("order-9")["err_code"], "ORDERNOTEXIST");
    let nameless = world.about("");
    assert_eq!(world.call("/pay/orderquery", &nameless, SignType::Md5)["return_msg"], "缺少参数");
}

#[test]
fn a_wrong_signature_is_refused_unsigned() {
    let world = World::start();
    let order = world.order("order-1");
    let right = sign(&order, &world.account.api_v2_key, SignType::Md5);
    let hmac = sign(&order, &world.account.api_v2_key, SignType::HmacSha256);
    let other_key = sign(&order, &"k".repeat(32), SignType::Md5);
    for (signature, told) in [
        (right.to_lowercase(), "32 lower-case hex digits: the right digits"),
        (hmac, "the length of HMAC-SHA256; expected MD5"),
        (other_key, "not those of these values"),
    ] {
        let mut sent = order.clone();
        sent.insert("sign".into(), signature);
        let answer = world.send(UNIFIED, &sent);
        assert_eq!(answer, fields(&[("return_code", "FAIL"), ("return_msg", "签名错误")]));
        let entry = world.log().pop().unwrap();
        assert!(entry["detail"]["reason"].as_str().unwrap().contains(told), "{entry}");
    }
    let mut tampered = order.clone();
    tampered.insert("sign".into(), right);
    tampered.insert("total_fee".into(), "100".into());
    assert_eq!(world.send(UNIFIED, &tampered)["return_msg"], "签名错误");
    assert_eq!(world.get("/_sandbox/books").1["orders"], json!([]));
}

#[test]
fn every_field_is_held_to_the_documentation() {
    let world = World::start();
    let long = |n: usize| "x".repeat(n);
    for (name, value, told) in [
        (
            "nonce_str",
            long(33),
            "输入源“/body/xml/nonce_str”映射到值字段“随机字符串”字符串规则校验失败，字节数 33，大于最大值 32",
        ),
        (
            "body",
            long(128),
            "输入源“/body/xml/body”映射到值字段“商品描述”字符串规则校验失败，字节数 128，大于最大值 127",
        ),
        ("body", String::new(), "缺少参数"),
        (
            "out_trade_no",
            long(5),
            "输入源“/body/xml/out_trade_no”映射到值字段“商户订单号”字符串规则校验失败，字节数 5，小于最小值 6",
        ),
        (
            "out_trade_no",
            long(33),
            "输入源“/body/xml/out_trade_no”映射到值字段“商户订单号”字符串规则校验失败，字节数 33，大于最大值 32",
        ),
        ("out_trade_no", "order 1".into(), "INVALID_REQUEST"),
        ("total_fee", "0".into(), "invalid total_fee"),
        (
            "total_fee",
            "0.01".into(),
            "无法将输入源“/body/xml/total_fee”映射到目标字段“标价金额”中，此字段需要一个合法的 64 位有符号整数",
        ),
        ("spbill_create_ip", "localhost".into(), "invalid spbill_create_ip"),
        ("notify_url", "https://shop.example.com/n?order=1".into(), "invalid notify_url"),
        ("openid", String::new(), "JSAPI支付必须传openid"),
        ("openid", format!("o{}", "Z".repeat(27)), "appid and openid not match"),
        ("trade_type", "APP".into(), "NOAUTH"),
        ("trade_type", "jsapi".into(), "INVALID_REQUEST"),
        ("fee_type", "USD".into(), "INVALID_REQUEST"),
        ("time_expire", "20250229000000".into(), "INVALID_REQUEST"),
        (
            "attach",
            long(128),
            "输入源“/body/xml/attach”映射到值字段“附加数据”字符串规则校验失败，字节数 128，大于最大值 127",
        ),
        ("appid", "wx0000000000000000".into(), "appid不存在"),
        ("mch_id", "1".into(), "商户号mch_id或sub_mch_id不存在"),
        ("sign_type", "md5".into(), "签名类型不支持"),
        ("sign_type", "HMAC_SHA256".into(), "签名类型不支持"),
    ] {
        let mut order = world.order("order-1");
        order.insert(name.into(), value.clone());
        let answer = world.call(UNIFIED, &order, SignType::Md5);
        let said = answer.get("err_code").unwrap_or_else(|| &answer["return_msg"]);
        assert_eq!(said, told, "{name}={value}");
        assert!(!answer.contains_key("prepay_id"));
    }
    assert_eq!(world.get("/_sandbox/books").1["orders"], json!([]));
}

#[test]
fn fields_at_their_limits_pass_and_unknown_ones_are_signed_along() {
    let world = World::start();
    let mut order = world.order("aZ09_-|*");
    order.insert("body".into(), "x".repeat(127));
    order.insert("total_fee".into(), "2147483647".into());
    order.insert("spbill_create_ip".into(), "2001:db8::1".into());
    order.insert("a_field_of_the_future".into(), "1".into());
    order.insert("detail".into(), "{\"goods_detail\":[{\"goods_name\":\"<苹果>&\"}]}".into());
    assert_eq!(world.call(UNIFIED, &order, SignType::Md5)["result_code"], "SUCCESS");
}

#[test]
fn what_is_no_message_is_refused_in_xml() {
    let world = World::start();
    for (body, told) in [
        (&b""[..], "post数据为空"),
        (b"<xml><a>\xff</a></xml>", "编码格式错误"),
        (b"{\"appid\":\"wx1\"}", "XML格式错误"),
        (
            b"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><xml><a>&e;</a></xml>",
            "XML格式错误",
        ),
        (b"<xml><appid>1</appid><appid>2</appid></xml>", "XML格式错误"),
        (b"<xml></xml>", "缺少参数"),
    ] {
        let (status, text) = world.send_bytes(UNIFIED, body);
        assert_eq!(status, 200);
        assert_eq!(flat(&text), fields(&[("return_code", "FAIL"), ("return_msg", told)]));
    }
    assert_eq!(flat(&world.get_text(UNIFIED))["return_msg"], "请使用post方法");
}

#[test]
fn an_endless_message_is_not_read() {
    let world = World::start();
    let (status, _) = world.send_bytes(UNIFIED, &vec![b'x'; 65 * 1024]);
    assert_eq!(status, 413);
}

#[test]
fn a_value_that_ends_cdata_comes_back_whole() {
    let world = World::start();
    let mut order = world.order("order-1");
    order.insert("attach".into(), "a]]>b".into());
    let signature = sign(&order, &world.account.api_v2_key, SignType::Md5);
    order.insert("sign".into(), signature);
    let body: String = order
        .iter()
        .map(|(k, v)| format!("<{k}>{}</{k}>", v.replace('&', "&amp;").replace('>', "&gt;")))
        .collect();
    let (_, text) = world.send_bytes(UNIFIED, format!("<xml>{body}</xml>").as_bytes());
    assert_eq!(flat(&text)["result_code"], "SUCCESS");
    let mut query = world.about("order-1");
    query.insert("sign".into(), sign(&query, &world.account.api_v2_key, SignType::Md5));
    let body: String = query.iter().map(|(k, v)| format!("<{k}>{v}</{k}>")).collect();
    let (_, text) = world.send_bytes("/pay/orderquery", format!("<xml>{body}</xml>").as_bytes());
    assert!(text.contains("<attach><![CDATA[a]]]]><![CDATA[>b]]></attach>"), "{text}");
}

#[test]
fn a_time_expire_that_is_over_or_too_soon_makes_no_order() {
    let world = World::start();
    let order = |start: Option<String>, expire: String| {
        let mut order = world.order("order-1");
        order.insert("time_expire".into(), expire);
        order.extend(start.map(|start| ("time_start".to_owned(), start)));
        world.call(UNIFIED, &order, SignType::Md5)
    };
    for (start, expire) in [
        (None, "20200101000000".to_owned()),
        (None, beijing(0)),
        (None, beijing(50)),
        (Some("20200101000000".to_owned()), "20210101000000".to_owned()),
        (Some(beijing(3600)), beijing(3600)),
        (Some(beijing(3600)), beijing(3600 + 59)),
        (Some("20300101000000".to_owned()), "20290101000000".to_owned()),
    ] {
        let answer = order(start.clone(), expire.clone());
        let told = (&*answer["err_code"], &*answer["err_code_des"]);
        let words = "time_expire时间过短，刷卡至少1分钟，其他5分钟";
        assert_eq!(told, ("PARAM_ERROR", words), "{start:?} {expire}");
    }
    assert_eq!(world.get("/_sandbox/books").1["orders"].as_array().unwrap().len(), 0);
    // Made in time, it is the same order later, for the same time_expire must come again.
    let expire = beijing(120);
    assert_eq!(order(Some(beijing(0)), expire.clone())["result_code"], "SUCCESS");
    let mut repeat = world.order("order-2");
    repeat.insert("time_expire".into(), expire);
    assert_eq!(world.call(UNIFIED, &repeat, SignType::Md5)["result_code"], "SUCCESS");
    world.advance(600);
    assert_eq!(world.call(UNIFIED, &repeat, SignType::Md5)["result_code"], "SUCCESS");
}
