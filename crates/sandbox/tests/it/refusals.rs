//! When the cashier does not open, and in which words.

use serde_json::{Value, json};
use wxpay_sandbox::signature::SignType;

use crate::world::{World, beijing};

const SIGNATURE: &str = "支付验证签名失败";

fn ready() -> (World, Value) {
    let world = World::start();
    let prepay_id = world.prepay("order-1", SignType::Md5);
    let handed = world.handed(&prepay_id, SignType::Md5);
    (world, handed)
}

fn with(handed: &Value, name: &str, value: Value) -> Value {
    let mut handed = handed.clone();
    handed[name] = value;
    handed
}

fn is_signature_refusal(answer: &Value) -> bool {
    answer["state"] == "refused"
        && answer["callback"] == "fail"
        && answer["dialog"].is_null()
        && answer["result"]
            == json!({ "errMsg": "requestPayment:fail", "err_code": "-1", "err_desc": SIGNATURE })
}

fn told(answer: &Value) -> &str {
    answer["reason"].as_str().unwrap()
}

#[test]
fn a_number_where_a_string_belongs_is_named_by_the_base_library() {
    let (world, handed) = ready();
    let answer = world.request_payment(with(&handed, "timeStamp", json!(1_490_840_662)));
    assert_eq!(
        answer["result"]["errMsg"],
        "requestPayment:fail parameter error: parameter.timeStamp should be String instead of Number;"
    );
    assert_eq!(told(&answer), "timeStamp should be String instead of Number");

    let answer = world.request_payment(json!({
        "appId": world.account.appid, "timeStamp": null, "package": {}, "paySign": true,
    }));
    assert_eq!(
        answer["result"]["errMsg"],
        "requestPayment:fail parameter error: parameter.timeStamp should be String instead of Null;\
         parameter.nonceStr should be String instead of Undefined;\
         parameter.package should be String instead of Object;\
         parameter.paySign should be String instead of Boolean;"
    );
}

#[test]
fn a_wrong_signature_is_refused_in_both_of_wechats_forms() {
    let (world, handed) = ready();
    let wrong = with(&handed, "paySign", json!("0".repeat(32)));
    let answer = world.request_payment(wrong.clone());
    assert!(is_signature_refusal(&answer), "{answer}");

    let (status, settings) =
        world.put("/_sandbox/settings", json!({ "signatureRefusal": "dialog" }));
    assert_eq!((status, &settings["signatureRefusal"]), (200, &json!("dialog")));
    let answer = world.request_payment(wrong);
    assert_eq!(answer["dialog"], SIGNATURE);
    assert_eq!(answer["callback"], "fail");
    assert_eq!(answer["result"], json!({ "errMsg": "requestPayment:fail cancel" }));
    assert!(told(&answer).starts_with("paySign is 32 upper-case hex digits"), "{answer}");

    assert_eq!(world.put("/_sandbox/settings", json!({ "signatureRefusal": "both" })).0, 400);
    assert_eq!(world.get("/_sandbox/cashier").1, json!([]));
}

#[test]
fn a_refused_signature_says_what_was_found() {
    let (world, handed) = ready();
    let sign = handed["paySign"].as_str().unwrap().to_owned();
    let other_nonce = with(&handed, "nonceStr", json!("another"));
    for (call, reason) in [
        (
            with(&handed, "paySign", json!(sign.to_lowercase())),
            "paySign is 32 lower-case hex digits",
        ),
        (with(&handed, "paySign", json!("")), "paySign is empty"),
        (
            with(&handed, "paySign", json!("A".repeat(64))),
            "the length of HMAC-SHA256; expected MD5",
        ),
        (with(&handed, "paySign", json!("a+/=".repeat(86))), "RSA signature of API v3"),
        (other_nonce, "not those of these values"),
        (with(&handed, "timeStamp", json!("1490840662000")), "13 digits: milliseconds"),
        (with(&handed, "timeStamp", json!("149084066")), "timeStamp is 9 digits"),
        (with(&handed, "timeStamp", json!("soon")), "not made of digits"),
        (with(&handed, "nonceStr", json!("n".repeat(33))), "nonceStr has 33 characters"),
        (with(&handed, "nonceStr", json!("")), "nonceStr has 0 characters"),
    ] {
        let answer = world.request_payment(call);
        assert!(is_signature_refusal(&answer), "{reason}: {answer}");
        assert!(told(&answer).contains(reason), "{reason}: {answer}");
    }
    assert_eq!(world.page("order-1")["refusals"].as_array().unwrap().len(), 10);
    assert_eq!(world.page("order-1")["cashiersOpened"], 0);
}

#[test]
fn values_out_of_shape_are_refused_even_when_they_are_rightly_signed() {
    let (world, handed) = ready();
    for (name, value) in
        [("timeStamp", json!("1490840662000")), ("nonceStr", json!("n".repeat(33)))]
    {
        let call = world.sign_again(with(&handed, name, value), SignType::Md5);
        assert!(is_signature_refusal(&world.request_payment(call)), "{name}");
    }
}

#[test]
fn the_sign_type_is_the_orders() {
    let world = World::start();
    let prepay_id = world.prepay("order-1", SignType::HmacSha256);
    let answer = world.request_payment(world.handed(&prepay_id, SignType::Md5));
    assert!(is_signature_refusal(&answer));
    assert_eq!(told(&answer), "the order was made with HMAC-SHA256, the call says MD5");

    let mut silent = world.handed(&prepay_id, SignType::HmacSha256);
    silent.as_object_mut().unwrap().remove("signType");
    let answer = world.request_payment(silent);
    assert!(told(&answer).contains("leaves signType out, which means MD5"));

    let rsa = with(&world.handed(&prepay_id, SignType::HmacSha256), "signType", json!("RSA"));
    assert!(told(&world.request_payment(rsa)).ends_with("the call says RSA"));
}

#[test]
fn a_package_that_leads_nowhere_lacks_total_fee() {
    let (world, handed) = ready();
    let bare = handed["package"].as_str().unwrap().strip_prefix("prepay_id=").unwrap().to_owned();
    for (package, reason) in [
        (String::new(), "package is empty"),
        ("prepay_id=".into(), "nothing after it"),
        ("prepay_id=undefined".into(), "no prepay_id"),
        ("Sign=WXPay".into(), "APP payment"),
        (bare.clone(), "bare prepay_id"),
        (format!("prepay_id={bare} "), "no prepay_id"),
        (format!("prepay_id={bare}0"), "never given out"),
        (format!("prepay_id={}", "x".repeat(65)), "no prepay_id"),
        ("package".repeat(20), "does not begin"),
    ] {
        let call = world.sign_again(with(&handed, "package", json!(package)), SignType::Md5);
        let answer = world.request_payment(call);
        assert_eq!(answer["state"], "refused");
        assert_eq!(
            answer["result"],
            json!({ "errMsg": "requestPayment:fail:调用支付JSAPI缺少参数: total_fee" })
        );
        assert!(told(&answer).contains(reason), "{package}: {answer}");
    }
}

#[test]
fn another_mini_program_cannot_pay_the_order() {
    let (world, handed) = ready();
    let call = with(&handed, "appId", json!("wx0000000000000000"));
    let answer = world.request_payment(world.sign_again(call, SignType::Md5));
    assert_eq!(answer["result"]["errMsg"], "requestPayment:fail:调用支付JSAPI缺少参数: appid");
    assert!(told(&answer).contains("wx0000000000000000"));
    assert!(told(&answer).contains(&world.account.appid));
}

#[test]
fn another_buyer_cannot_pay_the_order() {
    let (world, handed) = ready();
    let call = with(&handed, "openid", json!(format!("o{}", "B".repeat(27))));
    let answer = world.request_payment(call);
    assert_eq!(answer["result"]["errMsg"], "requestPayment:fail:下单账号与支付账号不一致");
    let call = with(&handed, "openid", json!(world.log_in()));
    assert_eq!(world.request_payment(call)["state"], "open");
}

#[test]
fn a_prepay_id_is_too_old_after_two_hours_and_a_new_one_serves() {
    let (world, handed) = ready();
    world.advance(7200 - 60);
    assert_eq!(world.request_payment(handed.clone())["state"], "open");
    world.advance(60);
    let answer = world.request_payment(handed);
    assert_eq!(answer["result"]["errMsg"], "requestPayment:fail:该订单已过期，请重新下单");
    assert!(told(&answer).contains("it lives 7200"));
    world.open(&world.prepay("order-1", SignType::Md5));
}

#[test]
fn an_order_past_its_time_expire_is_too_old() {
    let world = World::start();
    let mut order = world.order("order-1");
    order.insert("time_expire".into(), beijing(120));
    let prepay_id = world.call("/pay/unifiedorder", &order, SignType::Md5)["prepay_id"].clone();
    world.advance(120);
    let answer = world.request_payment(world.handed(&prepay_id, SignType::Md5));
    assert!(told(&answer).contains("time_expire"));
}

#[test]
fn a_paid_or_closed_order_opens_no_cashier() {
    let (world, handed) = ready();
    let opened = world.request_payment(handed.clone());
    world.act(opened["id"].as_str().unwrap(), "pay");
    let answer = world.request_payment(handed);
    assert_eq!(answer["result"]["errMsg"], "requestPayment:fail:该订单已支付");

    let prepay_id = world.prepay("order-2", SignType::Md5);
    world.close("order-2");
    let answer = world.request_payment(world.handed(&prepay_id, SignType::Md5));
    assert_eq!(answer["result"]["errMsg"], "requestPayment:fail:订单已关闭");
}

#[test]
fn the_first_check_that_fails_is_the_one_that_speaks() {
    let (world, handed) = ready();
    world.advance(7200);
    // Wrong in everything at once, then mended from the front.
    let mut call = json!({
        "appId": "wx0000000000000000", "timeStamp": 1, "nonceStr": "n",
        "package": "prepay_id=wx0", "signType": "RSA", "paySign": "x",
    });
    for (name, value, expected) in [
        ("timeStamp", json!("1"), "timeStamp should be String"),
        ("timeStamp", handed["timeStamp"].clone(), "timeStamp is 1 digits"),
        ("package", handed["package"].clone(), "never given out"),
        ("appId", handed["appId"].clone(), "the running mini program"),
    ] {
        assert!(told(&world.request_payment(call.clone())).contains(expected), "{expected}");
        call[name] = value;
    }
    assert!(told(&world.request_payment(call.clone())).contains("7200"));
    let fresh = world.prepay("order-1", SignType::Md5);
    call["package"] = json!(format!("prepay_id={fresh}"));
    assert!(told(&world.request_payment(call.clone())).contains("the call says RSA"));
    call["signType"] = json!("MD5");
    assert!(told(&world.request_payment(call.clone())).contains("paySign"));
    let call = world.sign_again(call, SignType::Md5);
    assert_eq!(world.request_payment(call)["state"], "open");
}

#[test]
fn a_call_that_no_mini_program_can_make_is_the_callers_mistake() {
    let (world, handed) = ready();
    for call in [with(&handed, "appId", json!(1)), with(&handed, "openid", json!(1)), json!([1])] {
        assert_eq!(world.post("/_sandbox/cashier", call).0, 400);
    }
    let (status, text) = world.send_bytes("/_sandbox/cashier", b"not json");
    assert_eq!(status, 400);
    assert!(text.contains("not_json"));
}
