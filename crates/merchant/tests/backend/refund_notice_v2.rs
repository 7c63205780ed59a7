//! WeChat Pay's notification of a refund over API v2: sealed under the merchant's key, and signed by nobody.

use axum::http::HeaderMap;

use crate::gateway::{APP_ID, KEY, MCH_ID, xml};
use crate::seal::seal_v2;
use crate::shop::Shop;

/// Tells `shop` that the refund `refund_no` of the order `number` has succeeded. True: the shop says SUCCESS.
pub fn tell(shop: &Shop, number: &str, refund_no: &str) -> bool {
    tell_as(shop, number, refund_no, KEY, MCH_ID)
}

/// The same from somebody with another key or for another merchant.
pub fn tell_as(shop: &Shop, number: &str, refund_no: &str, key: &str, mch_id: &str) -> bool {
    let inside = format!(
        "<root><out_refund_no><![CDATA[{refund_no}]]></out_refund_no><out_trade_no><![CDATA[{number}]]></out_trade_no>\
         <refund_request_source><![CDATA[VENDOR_PLATFORM]]></refund_request_source>\
         <refund_status><![CDATA[SUCCESS]]></refund_status></root>"
    );
    let fields = [
        ("return_code", "SUCCESS".to_owned()),
        ("appid", APP_ID.to_owned()),
        ("mch_id", mch_id.to_owned()),
        ("nonce_str", "n1".to_owned()),
        ("req_info", seal_v2(key, &inside)),
    ];
    let body = xml(&fields.map(|(name, value)| (name.to_owned(), value)).into());
    shop.send("/notify/v2", &HeaderMap::new(), &body).1.contains("[SUCCESS]")
}
