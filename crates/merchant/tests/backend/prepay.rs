//! Preparing payments: the pair, the session, and answers that are not to be believed.

use serde_json::{Value, json};

use crate::gateway::{
    APP_ID, Fields, KEY, MCH_ID, found, prepared, refused, signed, signed_by, xml,
};
use crate::journey::pay_sign;
use crate::shop::{NOW, Shop};

#[test]
fn a_pair_that_cannot_be_signed_is_replaced_by_the_backend_s_own() {
    let shop = Shop::open();
    let buyer = shop.buyer("li");
    let number = buyer.order("oolong");
    let stamp = |seconds: u64| json!(seconds.to_string());
    for (nonce, time, whose) in [
        (json!("n1"), stamp(NOW), "client"),
        (json!("n1"), stamp(NOW - 300), "client"),
        (json!("n1"), stamp(NOW + 300), "client"),
        (json!("n1"), stamp(NOW - 301), "backend"),
        (json!("n1"), stamp(NOW + 301), "backend"),
        (json!("n1"), stamp(NOW * 1000), "backend"),
        (json!("n1"), json!(NOW), "backend"),
        (json!("n1"), Value::Null, "backend"),
        (Value::Null, stamp(NOW), "backend"),
        (json!(""), stamp(NOW), "backend"),
        (json!("x".repeat(33)), stamp(NOW), "backend"),
        (json!("a b"), stamp(NOW), "backend"),
    ] {
        let pair = json!({ "nonceStr": nonce, "timeStamp": time });
        let (status, params) = buyer.post(&format!("/api/orders/{number}/prepay"), &pair);
        assert_eq!((status, &params["pair"]), (200, &json!(whose)), "{pair}");
        assert_eq!(params["nonceStr"] == nonce, whose == "client", "{pair}");
        assert_eq!(params["paySign"], pay_sign(&params), "{pair}");
        if whose == "backend" {
            assert_eq!(params["timeStamp"], NOW.to_string());
            assert_eq!(params["nonceStr"].as_str().unwrap().len(), 32);
        }
    }
}

#[test]
fn no_body_at_all_asks_for_the_backend_s_pair() {
    let shop = Shop::open();
    let buyer = shop.buyer("li");
    let number = buyer.order("oolong");
    let (status, params) = buyer.post_text(&format!("/api/orders/{number}/prepay"), "");
    assert_eq!((status, &params["pair"]), (200, &json!("backend")));
}

#[test]
fn a_session_is_used_again_until_it_is_nearly_two_hours_old() {
    let shop = Shop::open();
    let number = shop.buyer("li").order("oolong");
    let package = || shop.buyer("li").prepay(&number).1["package"].clone();
    let first = package();
    assert_eq!(package(), first);
    shop.advance(110 * 60 - 1);
    assert_eq!(package(), first);
    shop.advance(1);
    assert_ne!(package(), first);
    let sent = shop.gateway.requests("/pay/unifiedorder");
    assert_eq!(sent.len(), 2);
    // "identical parameters": all but what makes every message new
    let lasting = |fields: &Fields| {
        let mut fields = fields.clone();
        fields.retain(|name, _| name != "nonce_str" && name != "sign");
        fields
    };
    assert_eq!(lasting(&sent[0]), lasting(&sent[1]));
}

#[test]
fn an_order_keeps_the_sign_type_and_address_it_was_made_with() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shop.db");
    let file = file.to_str().unwrap();
    let number = Shop::with(&[("WXPAY_DATABASE", file)]).buyer("li").order("oolong");
    let shop = Shop::with(&[
        ("WXPAY_DATABASE", file),
        ("WXPAY_SIGN_TYPE", "HMAC-SHA256"),
        ("WXPAY_NOTIFY_URL", "https://new.example.com/notify/v2"),
        ("WXPAY_SPBILL_CREATE_IP", "192.0.2.1"),
    ]);
    let (_, params) = shop.buyer("li").prepay(&number);
    assert_eq!(params["signType"], "MD5");
    assert_eq!(params["paySign"], pay_sign(&params));
    let sent = &shop.gateway.requests("/pay/unifiedorder")[0];
    assert_eq!(sent["sign_type"], "MD5");
    assert_eq!(sent["notify_url"], "https://shop.example.com/notify/v2");
    assert_eq!(sent["spbill_create_ip"], "127.0.0.1");
}

#[test]
fn a_free_order_is_paid_from_its_first_moment_and_wechat_pay_is_not_asked() {
    let shop = Shop::open();
    let buyer = shop.buyer("li");
    let number = buyer.order("sample");
    let nothing =
        json!({ "nothingToPay": true, "outTradeNo": number, "total": 0, "tradeState": "SUCCESS" });
    assert_eq!(buyer.prepay(&number), (200, nothing));
    assert_eq!(buyer.query(&number).1["tradeState"], "SUCCESS");
    assert!(shop.gateway.requests("/pay/unifiedorder").is_empty());
    assert!(shop.gateway.requests("/pay/orderquery").is_empty());
}

#[test]
fn an_order_that_was_paid_is_never_prepared_again() {
    let shop = Shop::open();
    let buyer = shop.buyer("li");
    let number = buyer.order("oolong");
    shop.gateway.trade_state("SUCCESS");
    buyer.query(&number);
    let (status, params) = buyer.prepay(&number);
    assert_eq!(
        (status, &params["nothingToPay"], &params["total"]),
        (200, &json!(true), &json!(6800))
    );
    assert!(shop.gateway.requests("/pay/unifiedorder").is_empty());
}

#[test]
fn orderpaid_counts_when_a_query_says_the_same() {
    let shop = Shop::open();
    let buyer = shop.buyer("li");
    let number = buyer.order("oolong");
    shop.gateway.on("/pay/unifiedorder", |asked| refused(asked, "ORDERPAID"));
    let (status, error) = buyer.prepay(&number);
    assert_eq!((status, &error["code"]), (502, &json!("order_refused")));
    assert_eq!(error["err_code"], "ORDERPAID");

    shop.gateway.trade_state("SUCCESS");
    let (status, params) = buyer.prepay(&number);
    assert_eq!((status, &params["nothingToPay"]), (200, &json!(true)));
    assert_eq!((&params["tradeState"], &params["total"]), (&json!("SUCCESS"), &json!(6800)));
    let (_, order) = buyer.query(&number);
    assert_eq!(order["transactionId"], "4200001234202611219876543210");
    // final now: neither is asked again
    assert_eq!(shop.gateway.requests("/pay/orderquery").len(), 2);
}

#[test]
fn orderpaid_with_another_amount_is_not_believed() {
    let shop = Shop::open();
    let buyer = shop.buyer("li");
    let number = buyer.order("oolong");
    shop.gateway.on("/pay/unifiedorder", |asked| refused(asked, "ORDERPAID"));
    shop.gateway.on("/pay/orderquery", |asked| found(asked, "SUCCESS", &[("total_fee", "1")]));
    let (status, error) = buyer.prepay(&number);
    assert_eq!(
        (status, &error["code"], &error["field"]),
        (502, &json!("answer_mismatch"), &json!("total_fee"))
    );
}

#[test]
fn a_refusal_is_passed_on_in_wechat_s_words() {
    let shop = Shop::open();
    let buyer = shop.buyer("li");
    let number = buyer.order("oolong");
    shop.gateway.on("/pay/unifiedorder", |asked| refused(asked, "NOAUTH"));
    let (status, error) = buyer.prepay(&number);
    assert_eq!((status, &error["code"]), (502, &json!("order_refused")));
    assert_eq!(error["return_code"], "SUCCESS");
    assert_eq!(error["result_code"], "FAIL");
    assert_eq!((&error["err_code"], &error["err_code_des"]), (&json!("NOAUTH"), &json!("原因")));

    // not understood: no signature to check
    shop.gateway.on("/pay/unifiedorder", |_| {
        "<xml><return_code>FAIL</return_code><return_msg>签名错误</return_msg></xml>".into()
    });
    let (status, error) = buyer.prepay(&number);
    assert_eq!((status, &error["code"]), (502, &json!("order_refused")));
    assert_eq!((&error["return_code"], &error["return_msg"]), (&json!("FAIL"), &json!("签名错误")));
}

#[test]
fn a_closed_order_is_not_prepared() {
    let shop = Shop::open();
    let buyer = shop.buyer("li");
    let number = buyer.order("oolong");
    shop.gateway.trade_state("CLOSED");
    buyer.query(&number);
    let (status, error) = buyer.prepay(&number);
    assert_eq!((status, &error["code"]), (409, &json!("order_closed")));
    assert_eq!(error["err_code"], "ORDERCLOSED");
}

/// What comes of an answer of unified order.
fn judged(
    sign_type: &str,
    answer: impl Fn(&Fields) -> String + Send + Sync + 'static,
) -> (Value, Value) {
    let shop = Shop::with(&[("WXPAY_SIGN_TYPE", sign_type)]);
    shop.gateway.on("/pay/unifiedorder", answer);
    let buyer = shop.buyer("li");
    let (status, error) = buyer.prepay(&buyer.order("oolong"));
    assert_eq!(status, 502, "{error}");
    assert!(error.get("paySign").is_none() && error.get("package").is_none(), "{error}");
    (error["code"].clone(), error["field"].clone())
}

const GOOD: [(&str, &str); 2] = [("result_code", "SUCCESS"), ("prepay_id", "wx1")];

#[test]
fn an_answer_that_was_changed_on_the_way_is_not_believed() {
    for sign_type in ["MD5", "HMAC-SHA256"] {
        let changed = |asked: &Fields| prepared(asked, "wx1").replace("wx1", "wx2");
        assert_eq!(judged(sign_type, changed).0, "answer_signature");
        let unsigned = |asked: &Fields| {
            prepared(asked, "wx1").split("<sign>").next().unwrap().to_owned() + "</xml>"
        };
        assert_eq!(judged(sign_type, unsigned).0, "answer_signature");
        let by_another_key =
            move |_: &Fields| signed_by(sign_type, "another-key-of-thirty-two-chars!", &GOOD);
        assert_eq!(judged(sign_type, by_another_key).0, "answer_signature");
        let lower_case = |asked: &Fields| {
            let answer = prepared(asked, "wx1");
            let sign = answer.split("<sign><![CDATA[").nth(1).unwrap();
            let sign = sign.split("]]>").next().unwrap();
            answer.replace(sign, &sign.to_ascii_lowercase())
        };
        assert_eq!(judged(sign_type, lower_case).0, "answer_signature");
    }
}

#[test]
fn an_answer_to_hmac_that_is_signed_with_md5_is_a_downgrade() {
    assert_eq!(judged("HMAC-SHA256", |_| signed_by("MD5", KEY, &GOOD)).0, "answer_signature");
    let says_so = |_: &Fields| {
        let [code, prepay_id] = GOOD;
        signed_by("MD5", KEY, &[code, prepay_id, ("sign_type", "MD5")])
    };
    assert_eq!(judged("HMAC-SHA256", says_so).0, "answer_signature");
    assert_eq!(judged("MD5", |_| signed_by("HMAC-SHA256", KEY, &GOOD)).0, "answer_signature");
}

#[test]
fn an_answer_of_another_merchant_or_mini_program_is_not_believed() {
    for (field, value) in
        [("appid", "wx0000000000000000"), ("appid", ""), ("mch_id", "1900000110"), ("mch_id", "")]
    {
        let [code, prepay_id] = GOOD;
        let other = move |asked: &Fields| signed(asked, &[code, prepay_id, (field, value)]);
        assert_eq!(judged("MD5", other), (json!("answer_mismatch"), json!(field)), "{value}");
    }
}

#[test]
fn an_answer_that_is_no_answer_is_not_believed() {
    let fields = |names: &[(&str, &str)]| -> String {
        let fields = names.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        xml(&fields.collect())
    };
    for answer in [
        String::new(),
        "<html>502</html>".into(),
        fields(&[("appid", APP_ID), ("mch_id", MCH_ID)]),
        fields(&[("return_code", "MAYBE")]),
        "<!DOCTYPE xml [<!ENTITY e \"SUCCESS\">]><xml><return_code>&e;</return_code></xml>".into(),
        "<xml><return_code>SUCCESS</return_code><return_code>SUCCESS</return_code></xml>".into(),
    ] {
        let shown = answer.clone();
        assert_eq!(judged("MD5", move |_| answer.clone()).0, "answer_malformed", "{shown}");
    }
    let empty = |asked: &Fields| prepared(asked, "");
    assert_eq!(judged("MD5", empty).0, "answer_malformed");
    let endless = |asked: &Fields| prepared(asked, &"w".repeat(80_000));
    assert_eq!(judged("MD5", endless).0, "prepay_unreachable");
}

#[test]
fn a_field_that_nobody_knows_takes_part_in_the_signature() {
    let shop = Shop::open();
    shop.gateway.on("/pay/unifiedorder", |asked| {
        let [code, prepay_id] = GOOD;
        signed(
            asked,
            &[code, prepay_id, ("new_field", "新 & <x>"), ("re_openid", "1"), ("remark", "2")],
        )
    });
    let buyer = shop.buyer("li");
    assert_eq!(buyer.prepay(&buyer.order("oolong")).0, 200);
}
