//! An HTTP message as it is written down: a first line, headers, an empty line, and the body with every
//! byte of it.

use wxpay_mini::doctor::{Received, Request};

use crate::failure::Failure;

/// A body was given, and no head that it belongs to.
pub fn no_head() -> Failure {
    Failure::Misuse(
        "--body belongs to a message of API v3, and there is no head of one: a first line (POST /v3/… \
         HTTP/1.1, or HTTP/1.1 200 OK) and headers"
            .into(),
    )
}

/// What such a text is.
pub enum Http {
    /// A request that the merchant sent.
    Request(Request),
    /// An answer, or a notification that WeChat Pay sent.
    Received(Received),
}

/// Reads one; none where the text does not begin as HTTP does. With a body of its own, byte for byte, the text
/// is the head alone, as `curl -D` writes it.
pub fn read(text: &str, body: Option<&str>) -> Option<Http> {
    let text = text.trim_start_matches(['\r', '\n']);
    if let Some(body) = body {
        // proxies and 100 Continue have heads of their own before the one that counts
        let unix = text.replace("\r\n", "\n");
        let head = unix.split("\n\n").filter(|head| !head.trim().is_empty()).last()?;
        return message(head, |_| body.to_owned());
    }
    let (head, body) = match (text.split_once("\r\n\r\n"), text.split_once("\n\n")) {
        (Some((head, body)), Some((other, _))) if head.len() <= other.len() => (head, body),
        (_, Some((head, body))) | (Some((head, body)), None) => (head, body),
        (None, None) => (text, ""),
    };
    message(head, |headers| without_editor(body, headers).to_owned())
}

fn message(head: &str, body: impl Fn(&[(String, String)]) -> String) -> Option<Http> {
    let mut lines = head.lines();
    let first = lines.next()?;
    let headers: Vec<(String, String)> = core::iter::once(first)
        .filter(|line| !line.starts_with("HTTP/"))
        .chain(lines)
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
        .collect();
    let signed_by_wechat =
        headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("wechatpay-signature"));
    let body = body(&headers);
    // headers alone, as a log or a debugger shows them, are WeChat Pay's where its signature is among them
    let no_first_line =
        first.split_once(':').is_some_and(|(name, _)| !name.contains(['/', ' ', '"']));
    if first.starts_with("HTTP/") || no_first_line && signed_by_wechat {
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
