//! An HTTP message as it is written down: a first line, headers, an empty line, and the body with every
//! byte of it.

use wxpay_mini::doctor::{Received, Request};

/// What such a text is.
pub enum Http {
    /// A request that the merchant sent.
    Request(Request),
    /// An answer, or a notification that WeChat Pay sent.
    Received(Received),
}

/// Reads one; none where the text does not begin as HTTP does.
pub fn read(text: &str) -> Option<Http> {
    let (head, body) = match (text.split_once("\r\n\r\n"), text.split_once("\n\n")) {
        (Some((head, body)), Some((other, _))) if head.len() <= other.len() => (head, body),
        (_, Some((head, body))) | (Some((head, body)), None) => (head, body),
        (None, None) => (text, ""),
    };
    let mut lines = head.lines();
    let first = lines.next()?;
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
        .collect();
    let signed_by_wechat =
        headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("wechatpay-signature"));
    let body = without_editor(body, &headers).to_owned();
    if first.starts_with("HTTP/") {
        return Some(Http::Received(Received { headers, body }));
    }
    let mut words = first.split(' ');
    let (method, url) = (words.next()?, words.next()?);
    let is_method =
        (3..=7).contains(&method.len()) && method.bytes().all(|b| b.is_ascii_uppercase());
    if !is_method || !(url.starts_with('/') || url.contains("://")) {
        return None;
    }
    if signed_by_wechat {
        return Some(Http::Received(Received { headers, body }));
    }
    let (method, url) = (method.to_owned(), url.to_owned());
    Some(Http::Request(Request { method, url, headers, body, refusal: String::new() }))
}

/// Without the line end that an editor has put behind a body: as long as Content-Length says, or where
/// nothing says it, without one line end.
fn without_editor<'a>(body: &'a str, headers: &[(String, String)]) -> &'a str {
    let said = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    match said.and_then(|(_, length)| length.parse::<usize>().ok()) {
        Some(length) => match (body.get(..length), body.get(length..)) {
            (Some(body), Some(rest)) if rest.trim().is_empty() => body,
            _ => body,
        },
        None => {
            let body = body.strip_suffix('\n').unwrap_or(body);
            body.strip_suffix('\r').unwrap_or(body)
        }
    }
}
