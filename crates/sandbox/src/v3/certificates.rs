//! `GET /v3/certificates`: the platform certificates, encrypted with the APIv3 key.
//! Source: pay.weixin.qq.com/doc/v3/merchant/4012551764.

use serde_json::{Value, json};

use crate::account::Account;
use crate::aes;
use crate::clock;
use crate::keys::Keys;
use crate::random;
use crate::settings::Signer;

use super::problem::Problem;

/// Five years, as certificate.rs makes it.
const LIFE: u64 = 5 * 365 * 24 * 3600;

pub(super) fn tell(account: &Account, keys: &Keys, signer: Signer) -> Result<Value, Problem> {
    if signer == Signer::PublicKey {
        // Merchants since 2024 have no platform certificate (github.com/Wechat-Group/WxJava/issues/3412).
        let message = "无可用的平台证书，请在商户平台-API安全申请使用微信支付公钥。";
        let reason = "this sandbox signs with the WeChat Pay public key; signedWith certificate \
                      in /_sandbox/settings gives it a platform certificate";
        return Err(Problem::new(404, "RESOURCE_NOT_EXISTS", message, reason));
    }
    let failed =
        || Problem::new(500, "SYSTEM_ERROR", "系统错误", "the certificate cannot be sealed");
    let now = clock::machine();
    let one = |(serial, pem): (String, String)| {
        let nonce = random::hex(12);
        let sealed = aes::seal(&account.api_v3_key, &nonce, "certificate", &pem);
        Ok(json!({
            "serial_no": serial,
            "effective_time": clock::rfc3339(now.saturating_sub(24 * 3600)),
            "expire_time": clock::rfc3339(now + LIFE),
            "encrypt_certificate": {
                "algorithm": "AEAD_AES_256_GCM",
                "nonce": nonce,
                "associated_data": "certificate",
                "ciphertext": sealed.ok_or_else(failed)?,
            },
        }))
    };
    let all: Result<Vec<Value>, Problem> = keys.certificates().into_iter().map(one).collect();
    Ok(json!({ "data": all? }))
}
