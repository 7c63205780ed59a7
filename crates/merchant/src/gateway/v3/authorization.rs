//! The signature of a request. What is signed is the text that is sent, byte for byte.

use crate::config::AccountV3;
use crate::error::Error;

/// The header `Authorization` of one request. `url` is path and query, as they are sent
/// (pay.weixin.qq.com/doc/v3/merchant/4012365342).
pub(super) fn header(
    account: &AccountV3,
    mch_id: &str,
    (method, url, body): (&str, &str, &str),
    timestamp: u64,
    nonce_str: &str,
) -> Result<String, Error> {
    let message = format!("{method}\n{url}\n{timestamp}\n{nonce_str}\n{body}\n");
    let signature = account.private_key.sign(&message)?;
    let serial_no = &account.serial_no;
    Ok(format!(
        "WECHATPAY2-SHA256-RSA2048 mchid=\"{mch_id}\",nonce_str=\"{nonce_str}\",\
         signature=\"{signature}\",timestamp=\"{timestamp}\",serial_no=\"{serial_no}\""
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::{ApiV3Key, MerchantKey};

    #[test]
    fn a_request_is_authorized_as_wechat_pay_s_own_example_is() {
        let published = include_str!("../../../tests/data/published.json");
        let published: serde_json::Value = serde_json::from_str(published).unwrap();
        let vectors = published["vectors"].as_array().unwrap();
        let vector = vectors.iter().find(|v| v["id"] == "v3-authorization-official").unwrap();
        let text = |name: &str| vector["input"][name].as_str().unwrap();
        let pem = published["keys"]["rsa:official_test_key"]["pem"].as_str().unwrap();
        let account = AccountV3 {
            key: ApiV3Key::parse("0123456789abcdef0123456789abcdef").unwrap(),
            private_key: MerchantKey::parse(pem).unwrap(),
            serial_no: text("serial_no").into(),
            public_key: None,
        };
        let request = (text("method"), text("url"), text("body"));
        let timestamp = text("timestamp").parse().unwrap();
        let header = header(&account, text("mchid"), request, timestamp, text("nonce_str"));
        assert_eq!(header.unwrap(), vector["expected"].as_str().unwrap());
    }
}
