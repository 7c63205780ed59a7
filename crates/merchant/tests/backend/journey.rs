//! A purchase from the shelf to the paid order.

use serde_json::json;

use crate::gateway::{APP_ID, KEY, MCH_ID, OPENID, sign};
use crate::shop::{NOW, Shop};

/// What the client would compute: the second signature over what it was given.
pub fn pay_sign(params: &serde_json::Value) -> String {
    let text = |name: &str| params[name].as_str().unwrap().to_owned();
    let mut fields: crate::gateway::Fields =
        ["nonceStr", "package", "signType", "timeStamp"].map(|n| (n.to_owned(), text(n))).into();
    fields.insert("appId".into(), APP_ID.into());
    sign(&fields, &text("signType"), KEY)
}

fn buys(sign_type: &'static str) {
    let shop = Shop::with(&[("WXPAY_SIGN_TYPE", sign_type)]);
    let buyer = shop.buyer("li");

    let body = json!({ "items": [{ "productId": "oolong", "quantity": 1, "price": 1 }] });
    let (status, order) = buyer.post("/api/orders", &body);
    assert_eq!(status, 201);
    let number = order["outTradeNo"].as_str().unwrap();
    assert_eq!(order["total"], 6800);
    assert_eq!(order["body"], "山茶小店-高山乌龙");
    assert_eq!(order["tradeState"], "NOTPAY");
    assert_eq!(order["createdAt"], NOW);

    let (status, params) = buyer.prepay(number);
    assert_eq!(status, 200, "{params}");
    assert_eq!(params["signType"], sign_type);
    assert_eq!(params["nonceStr"], "abcDEF123");
    assert_eq!(params["timeStamp"], NOW.to_string());
    assert_eq!(params["pair"], "client");
    assert_eq!(params["outTradeNo"], number);
    assert_eq!(params["total"], 6800);
    assert!(params["package"].as_str().unwrap().starts_with("prepay_id=wx"));
    assert_eq!(params["paySign"], pay_sign(&params));

    let sent = &shop.gateway.requests("/pay/unifiedorder")[0];
    for (name, value) in [
        ("appid", APP_ID),
        ("mch_id", MCH_ID),
        ("openid", &format!("{OPENID}-li")),
        ("out_trade_no", number),
        ("total_fee", "6800"),
        ("trade_type", "JSAPI"),
        ("sign_type", sign_type),
        ("notify_url", "https://shop.example.com/notify/v2"),
        ("spbill_create_ip", "127.0.0.1"),
    ] {
        assert_eq!(sent[name], value, "{name}");
    }
    assert_eq!(sent["sign"], sign(sent, sign_type, KEY));

    assert_eq!(buyer.query(number).1["tradeState"], "NOTPAY");
    shop.gateway.trade_state("SUCCESS");
    let (status, paid) = buyer.query(number);
    assert_eq!(status, 200);
    assert_eq!(paid["tradeState"], "SUCCESS");
    assert_eq!(paid["total"], 6800);
    assert_eq!(paid["transactionId"], "4200001234202611219876543210");
    let asked = &shop.gateway.requests("/pay/orderquery")[0];
    assert_eq!(asked["sign"], sign(asked, sign_type, KEY));
}

#[test]
fn a_buyer_orders_pays_and_the_order_is_paid_signed_with_md5() {
    buys("MD5");
}

#[test]
fn a_buyer_orders_pays_and_the_order_is_paid_signed_with_hmac_sha256() {
    buys("HMAC-SHA256");
}
