//! What a notification says: made once, when the thing happens, and the same at every try.
//! Never here: how it is signed. Sources: pay.weixin.qq.com/doc/v2/merchant/4011937248 (payment, v2),
//! doc/v3/merchant/4012791836 (payment, v3).

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::account::Account;
use crate::clock;
use crate::gateway::refundquery;
use crate::order::{Order, Signing};
use crate::refund::Refund;
use crate::settings::RefundEnd;
use crate::signature::{Fields, SignType};
use crate::v3::{query, refunds};
use crate::xml;

/// The substance of a notification, before nonce, signature and encryption.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) enum Content {
    /// Flat XML, signed.
    V2 { fields: Fields, sign_type: SignType },
    /// Flat XML with an encrypted part, not signed.
    V2Refund {
        inner: String,
        /// What stands beside it, of a service provider's order alone.
        #[serde(default)]
        sub: Fields,
        /// Of the order; a state from before there were two apps has none, and the mini program's is meant.
        #[serde(default)]
        appid: String,
    },
    /// JSON, encrypted, in a signed envelope.
    V3 { event_type: String, original_type: String, summary: String, text: String },
}

impl Content {
    pub(crate) fn api(&self) -> &'static str {
        match self {
            Self::V2 { .. } | Self::V2Refund { .. } => "v2",
            Self::V3 { .. } => "v3",
        }
    }
}

/// That `order` was paid; `None` when it was not.
pub(crate) fn of_payment(account: &Account, order: &Order) -> Option<Content> {
    let payment = order.payment.as_ref()?;
    let Signing::V2(sign_type) = order.signing else {
        let text = query::tell(order).to_string();
        let kind = ("TRANSACTION.SUCCESS", "transaction", "支付成功");
        return Some(encrypted(kind, text));
    };
    let total = order.total.to_string();
    let time_end = clock::beijing(payment.time);
    let mut fields = Fields::new();
    for (name, value) in [
        ("return_code", "SUCCESS"),
        ("result_code", "SUCCESS"),
        ("appid", order.field("appid")),
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

/// Through which API a refund was asked for: its end is told the same way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RefundApi {
    V2,
    V3 { pub_key: bool },
}

/// That `refund` came to its end.
pub(crate) fn of_refund(
    account: &Account,
    order: &Order,
    refund: &Refund,
    api: RefundApi,
) -> Content {
    if let RefundApi::V3 { .. } = api {
        let (event_type, summary) = match refund.ends() {
            RefundEnd::Success => ("REFUND.SUCCESS", "退款成功"),
            RefundEnd::Abnormal => ("REFUND.ABNORMAL", "退款异常"),
            RefundEnd::Closed => ("REFUND.CLOSED", "退款关闭"),
        };
        let text = refunds::news(account, order, refund).to_string();
        return encrypted((event_type, "refund", summary), text);
    }
    let (amount, total) = (refund.wanted.amount.to_string(), refund.wanted.total.to_string());
    let time = clock::spaced(refund.ends_at);
    let time = if refund.ends() == RefundEnd::Success { time } else { String::new() };
    let fields = [
        ("out_refund_no", refund.wanted.out_refund_no.as_str()),
        ("out_trade_no", &refund.out_trade_no),
        ("refund_account", "REFUND_SOURCE_UNSETTLED_FUNDS"),
        ("refund_fee", &amount),
        ("refund_id", &refund.refund_id),
        // sic
        ("refund_recv_accout", "支付用户零钱"),
        ("refund_request_source", if refund.wanted.at_console { "VENDOR_PLATFORM" } else { "API" }),
        ("refund_status", refundquery::v2_status(refund.ends())),
        ("settlement_refund_fee", &amount),
        ("settlement_total_fee", &total),
        ("success_time", &time),
        ("total_fee", &total),
        ("transaction_id", &refund.transaction_id),
    ];
    // Inside, the root is another.
    let inner = xml::write(fields).replacen("<xml>", "<root>", 1);
    let inner = inner.strip_suffix("</xml>").unwrap_or(&inner);
    // pay.weixin.qq.com/doc/v2/partner/4011989265
    let sub =
        ["sub_appid", "sub_mch_id"].map(|name| (name.to_owned(), order.field(name).to_owned()));
    let sub = sub.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    Content::V2Refund {
        inner: format!("{inner}</root>"),
        sub,
        appid: order.field("appid").to_owned(),
    }
}

fn encrypted((event_type, original_type, summary): (&str, &str, &str), text: String) -> Content {
    let [event_type, original_type, summary] =
        [event_type, original_type, summary].map(str::to_owned);
    Content::V3 { event_type, original_type, summary, text }
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
