//! Why an RSA signature is refused: it is held against messages that people sign by mistake. Only the
//! public half of a key is needed. Never here: the right message.
//!
//! The mistakes are those of real reports, collected by WeChat in
//! developers.weixin.qq.com/community/pay/article/doc/0004683a910a8867da10b2dc261413.

use crate::keys::RsaKey;

/// A message, and what to call it.
pub(crate) type Variant = (&'static str, String);

/// What the first message is called that `signature` belongs to.
pub(crate) fn find(key: &RsaKey, signature: &str, variants: &[Variant]) -> Option<&'static str> {
    let found = variants.iter().find(|(_, message)| key.verifies(message.as_bytes(), signature));
    found.map(|(name, _)| *name)
}

/// What may have been signed instead of a request.
pub(super) fn of_request(
    method: &str,
    url: &str,
    timestamp: &str,
    nonce: &str,
    body: &str,
) -> Vec<Variant> {
    let path = url.split('?').next().unwrap_or(url);
    let message = |url: &str, body: &str| [method, url, timestamp, nonce, body, ""].join("\n");
    let right = message(url, body);
    let mut variants = endings(&right);
    variants.extend([
        ("the request without its query", message(path, body)),
        ("the request without its body", message(url, "")),
        ("the request with {} for a body", message(url, "{}")),
        ("the request with nonce and timestamp swapped", {
            [method, url, nonce, timestamp, body, ""].join("\n")
        }),
        ("a request with the timestamp before the method", {
            [timestamp, nonce, method, url, body, ""].join("\n")
        }),
        ("an answer (timestamp, nonce, body), not a request", {
            [timestamp, nonce, body, ""].join("\n")
        }),
        ("the request with its method in lower case", {
            [&method.to_lowercase(), url, timestamp, nonce, body, ""].join("\n")
        }),
    ]);
    // The same JSON in other bytes.
    if let Ok(json) = serde_json::from_str::<serde_json::Value>(body) {
        for text in [json.to_string(), format!("{json:#}")] {
            variants
                .push(("the same JSON written differently than it was sent", message(url, &text)));
        }
    }
    variants
}

/// What may have been signed instead of `appId\ntimeStamp\nnonceStr\nprepay_id=…\n`.
pub(crate) fn of_pay_sign(app_id: &str, time: &str, nonce: &str, package: &str) -> Vec<Variant> {
    let four = |app_id: &str, last: &str| [app_id, time, nonce, last, ""].join("\n");
    let mut variants = endings(&four(app_id, package));
    let bare = package.strip_prefix("prepay_id=").unwrap_or(package);
    variants.extend([
        ("an APP payment: its fourth line is the bare prepay_id", four(app_id, bare)),
        ("lines without the appId", [time, nonce, package, ""].join("\n")),
        ("lines with nonceStr before timeStamp", [app_id, nonce, time, package, ""].join("\n")),
        ("the text that API v2 signs", {
            format!(
                "appId={app_id}&nonceStr={nonce}&package={package}&signType=RSA&timeStamp={time}"
            )
        }),
    ]);
    variants
}

fn endings(right: &str) -> Vec<Variant> {
    let without = right.strip_suffix('\n').unwrap_or(right);
    vec![
        ("the right lines without the last line feed", without.to_owned()),
        ("the right lines with CRLF for line feeds", right.replace('\n', "\r\n")),
        ("the right lines with \\n in letters for line feeds", right.replace('\n', "\\n")),
    ]
}

/// What can be said of a signature that belongs to nothing known.
pub(crate) fn shape(name: &str, signature: &str) -> String {
    let length = signature.chars().count();
    let base64 = signature.bytes().all(|b| b.is_ascii_alphanumeric() || b"+/=".contains(&b));
    if signature.is_empty() {
        format!("{name} is empty")
    } else if signature.contains(' ') {
        format!("{name} has blanks in it: a + that went through a URL")
    } else if matches!(length, 32 | 64) && signature.bytes().all(|b| b.is_ascii_hexdigit()) {
        format!("{name} is {length} hex digits: a signature of API v2; API v3 signs with RSA")
    } else if length != 344 || !base64 {
        format!("{name} is {length} characters; RSA with 2,048 bits gives 344 of Base64")
    } else {
        format!(
            "{name} is an RSA signature, but not of these values with this merchant's private key"
        )
    }
}
