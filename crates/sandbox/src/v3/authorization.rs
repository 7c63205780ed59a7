//! Whether a request of API v3 comes from the merchant: the header `Authorization` and the signature
//! in it. Never here: what the request asks for.
//!
//! Sources: pay.weixin.qq.com/doc/v3/merchant/4012365342 (how it is made) and 4012365344 to 4012365347
//! (the words of refusal). The order of the checks is that of the real gateway as far as it is known:
//! the header's form, the timestamp, the certificate, the signature.

use serde_json::json;

use crate::account::Account;
use crate::clock;
use crate::explain::{RequestCase, SignatureCase};
use crate::keys::Keys;
use crate::log::clip;

use super::Asked;
use super::problem::Problem;
use super::rsa_form;

const SCHEME: &str = "WECHATPAY2-SHA256-RSA2048";

/// WeChat Pay takes a timestamp that is at most five minutes off.
const MOST_SKEW: u64 = 5 * 60;

/// How many bytes of a body the refusal shows (seen in real answers).
const SHOWN_OF_BODY: usize = 8;

struct Authorization<'a> {
    mchid: &'a str,
    nonce_str: &'a str,
    signature: &'a str,
    timestamp: &'a str,
    serial_no: &'a str,
}

pub(super) fn check(account: &Account, keys: &Keys, asked: &Asked) -> Result<(), Problem> {
    let given = read(asked.authorization.as_deref())?;
    // The machine's clock, not the sandbox's: a merchant's backend knows nothing of the hours that a
    // test lets pass.
    let now = clock::machine();
    let timestamp: u64 =
        given.timestamp.parse().map_err(|_| malformed("timestamp is no number of seconds"))?;
    if given.timestamp.len() == 13 {
        return Err(malformed("timestamp is 13 digits: milliseconds, where seconds belong"));
    }
    if now.abs_diff(timestamp) > MOST_SKEW {
        let reason =
            format!("timestamp is {} seconds off; 300 are allowed", now.abs_diff(timestamp));
        return Err(Problem::unsigned(
            "Http头Authorization中的timestamp与发起请求的时间不得超过5分钟",
            reason,
        ));
    }
    let serial = "商户证书序列号有误。请使用签名私钥匹配的证书序列号";
    if given.mchid != account.mch_id {
        let reason = format!("mchid is {}, not {}", clip(given.mchid), account.mch_id);
        return Err(Problem::unsigned(serial, reason));
    }
    if !given.serial_no.eq_ignore_ascii_case(&keys.merchant_serial) {
        let reason = if keys.has_certificate(given.serial_no)
            || given.serial_no == keys.public_key_id
        {
            "serial_no names WeChat Pay's own key; the merchant's certificate belongs there".into()
        } else {
            format!("serial_no is {}, not {}", clip(given.serial_no), keys.merchant_serial)
        };
        return Err(Problem::unsigned(serial, reason));
    }
    let mut message = head(asked, &given);
    message.extend_from_slice(&asked.body);
    message.push(b'\n');
    if keys.merchant.verifies(&message, given.signature) {
        return Ok(());
    }
    Err(refused(keys, asked, &given, &message))
}

/// All lines before the body.
fn head(asked: &Asked, given: &Authorization<'_>) -> Vec<u8> {
    let (method, url) = (&asked.method, &asked.url);
    format!("{method}\n{url}\n{}\n{}\n", given.timestamp, given.nonce_str).into_bytes()
}

fn refused(keys: &Keys, asked: &Asked, given: &Authorization<'_>, message: &[u8]) -> Problem {
    let body = String::from_utf8_lossy(&asked.body);
    let reason = rsa_form::describe_refused("signature", given.signature);
    let mut problem = Problem::unsigned("错误的签名，验签失败", reason);
    problem.mismatch = Some(Box::new(SignatureCase::Request(RequestCase {
        method: asked.method.clone(),
        url: asked.url.clone(),
        authorization: asked.authorization.clone().unwrap_or_default(),
        body: asked.body.clone(),
        certificate: keys.merchant_certificate.clone(),
    })));
    let shown: String = body.chars().take(SHOWN_OF_BODY).collect();
    let truncated = format!("{}{shown}\n", String::from_utf8_lossy(&head(asked, given)));
    problem.detail = Some(json!({
        "detail": { "issue": "sign not match" },
        "field": "signature",
        "location": "authorization",
        "sign_information": {
            "method": asked.method,
            "url": asked.url,
            "truncated_sign_message": truncated,
            "sign_message_length": message.len(),
        },
    }));
    problem
}

fn malformed(reason: &str) -> Problem {
    let message = "Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》";
    Problem::unsigned(message, reason)
}

fn read(header: Option<&str>) -> Result<Authorization<'_>, Problem> {
    let header = header.ok_or_else(|| malformed("there is no header Authorization"))?;
    let (scheme, rest) = header.split_once(' ').unwrap_or((header, ""));
    if scheme != SCHEME {
        let reason = format!("Authorization is of type {}, not {SCHEME}", clip(scheme));
        return Err(Problem::unsigned("Http头Authorization认证类型不正确", reason));
    }
    let pairs: Option<Vec<(&str, &str)>> = rest
        .split(',')
        .map(|part| {
            let (name, value) = part.trim().split_once('=')?;
            Some((name, value.strip_prefix('"')?.strip_suffix('"')?))
        })
        .collect();
    let pairs = pairs.ok_or_else(|| malformed("Authorization is not name=\"value\",…"))?;
    let value = |wanted: &str| {
        let mut found = pairs.iter().filter(|(name, value)| *name == wanted && !value.is_empty());
        match (found.next(), found.next()) {
            (Some((_, value)), None) => Ok(*value),
            _ => Err(malformed(&format!("{wanted} is missing, empty or there twice"))),
        }
    };
    Ok(Authorization {
        mchid: value("mchid")?,
        nonce_str: value("nonce_str")?,
        signature: value("signature")?,
        timestamp: value("timestamp")?,
        serial_no: value("serial_no")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_the_parts_is_free_and_each_is_needed_once() {
        let parts = [
            "mchid=\"1\"",
            "nonce_str=\"n\"",
            "signature=\"s=\"",
            "timestamp=\"2\"",
            "serial_no=\"3\"",
        ];
        let mut turned = parts;
        turned.reverse();
        for parts in [parts.join(","), turned.join(", ")] {
            let header = format!("{SCHEME} {parts}");
            let given = read(Some(&header)).ok().unwrap();
            assert_eq!((given.mchid, given.signature, given.serial_no), ("1", "s=", "3"));
        }
        for missing in parts {
            let rest: Vec<&str> = parts.into_iter().filter(|part| *part != missing).collect();
            assert!(read(Some(&format!("{SCHEME} {}", rest.join(",")))).is_err(), "{missing}");
        }
        assert!(read(Some(&format!("{SCHEME} {},mchid=\"2\"", parts.join(",")))).is_err());
    }

    #[test]
    fn what_is_no_such_header_is_told_apart() {
        for (header, told) in [
            (None, "格式错误"),
            (Some("Bearer x"), "认证类型不正确"),
            (Some("WECHATPAY2-SHA256-RSA2048"), "格式错误"),
            (Some("WECHATPAY2-SHA256-RSA2048 mchid=1"), "格式错误"),
        ] {
            let problem = read(header).err().unwrap();
            assert!(problem.message.contains(told), "{header:?}");
            assert_eq!(problem.status, 401);
        }
    }
}
