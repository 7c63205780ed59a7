//! What a notification says: made once, when the thing happens, and the same at every try.
//! Never here: how it is signed. Sources: pay.weixin.qq.com/doc/v2/merchant/4011937248 (payment, v2),
//! doc/v3/merchant/4012791836 (payment, v3).

use serde_json::json;

use crate::account::Account;
use crate::clock;
use crate::order::{Order, Signing};
use crate::signature::{Fields, SignType};
use crate::v3::query;

/// The substance of a notification, before nonce, signature and encryption.
#[derive(Clone)]
pub(crate) enum Content {
    /// Flat XML, signed.
    V2 { fields: Fields, sign_type: SignType },
    /// JSON, encrypted, in a signed envelope.
    V3 {
        event_type: &'static str,
        original_type: &'static str,
        summary: &'static str,
        text: String,
    },
}

impl Content {
    pub(crate) fn api(&self) -> &'static str {
        match self {
            Self::V2 { .. } => "v2",
            Self::V3 { .. } => "v3",
        }
    }
}

/// That `order` was paid; `None` when it was not.
pub(crate) fn of_payment(account: &Account, order: &Order) -> Option<Content> {
    let payment = order.payment.as_ref()?;
    let Signing::V2(sign_type) = order.signing else {
        let text = query::tell(order).to_string();
        let (event_type, original_type) = ("TRANSACTION.SUCCESS", "transaction");
        return Some(Content::V3 { event_type, original_type, summary: "支付成功", text });
    };
    let total = order.total.to_string();
    let time_end = clock::beijing(payment.time);
    let mut fields = Fields::new();
    for (name, value) in [
        ("return_code", "SUCCESS"),
        ("result_code", "SUCCESS"),
        ("appid", &account.appid),
        ("mch_id", &account.mch_id),
        ("sub_appid", order.field("sub_appid")),
        ("sub_mch_id", order.field("sub_mch_id")),
        ("device_info", order.field("device_info")),
        ("openid", order.field("openid")),
        ("sub_openid", order.field("sub_openid")),
        ("is_subscribe", "N"),
        ("trade_type", "JSAPI"),
        ("bank_type", "CFT"),
        ("total_fee", &total),
        ("fee_type", "CNY"),
        ("cash_fee", &total),
        ("transaction_id", &payment.transaction_id),
        ("out_trade_no", order.out_trade_no()),
        ("attach", order.field("attach")),
        ("time_end", &time_end),
    ] {
        if !value.is_empty() {
            fields.insert(name.to_owned(), value.to_owned());
        }
    }
    if sign_type == SignType::HmacSha256 {
        fields.insert("sign_type".to_owned(), sign_type.as_str().to_owned());
    }
    Some(Content::V2 { fields, sign_type })
}

/// The envelope of API v3 around what is encrypted.
pub(super) fn envelope(
    id: &str,
    created: u64,
    kind: (&str, &str, &str),
    (nonce, associated_data, ciphertext): (&str, &str, &str),
) -> String {
    let (event_type, original_type, summary) = kind;
    json!({
        "id": id,
        "create_time": clock::rfc3339(created),
        "resource_type": "encrypt-resource",
        "event_type": event_type,
        "summary": summary,
        "resource": {
            "original_type": original_type,
            "algorithm": "AEAD_AES_256_GCM",
            "ciphertext": ciphertext,
            "associated_data": associated_data,
            "nonce": nonce,
        },
    })
    .to_string()
}
