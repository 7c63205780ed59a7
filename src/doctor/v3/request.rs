//! The `Authorization` of a request of API v3: method, address, time, nonce and body, a line each
//! (pay.weixin.qq.com/doc/v3/merchant/4012365336).

use super::lines::Lines;
use super::{Examined, making, slot};
use crate::doctor::authorization::{self, FIELDS};
use crate::doctor::body;
use crate::doctor::case::{Case, Request, header};
use crate::doctor::cause::Cause;
use crate::doctor::finding::{Checked, Finding, Mistake, Verdict};
use crate::doctor::rsa::{KeyKind, Owner};
use crate::doctor::said::Said;
use crate::doctor::search::Step;
use crate::doctor::signature::{self, Form};
use crate::doctor::values;

/// WeChat Pay accepts that many seconds (docs: five minutes).
pub const TOLERANCE: u64 = 300;

/// Examines a request as it was sent.
pub fn request(case: &Case, request: &Request) -> Checked {
    let subject = "request";
    let authorization = header(&request.headers, "authorization").trim();
    let mut wrong = Vec::new();
    if authorization.is_empty() {
        wrong.push(Finding::certain(Mistake::new(Cause::HeaderMissing, "Authorization", "", "")));
        return Checked::new(subject, Verdict::Wrong, wrong);
    }
    let field = |name| authorization::field(authorization, name).unwrap_or_default();
    form(case, request, authorization, &mut wrong);
    let lines = [
        request.method.to_ascii_uppercase(),
        path(&request.url).to_owned(),
        field("timestamp").to_owned(),
        field("nonce_str").to_owned(),
        request.body.clone(),
    ];
    wrong.extend(server_saw(&request.refusal, &lines));
    let sent = match signature::read("signature", field("signature")) {
        Form::Rsa(read) => read,
        Form::Empty => {
            return Checked::new(subject, Verdict::Wrong, wrong);
        }
        Form::Digest(_) => {
            let mixed =
                Mistake::new(Cause::ApiMixed, "signature", "v2 (MD5, HMAC-SHA256)", "v3 (RSA)");
            wrong.push(Finding::certain(mixed));
            return Checked::new(subject, Verdict::Wrong, wrong);
        }
        Form::Strange(mistake) => {
            wrong.push(Finding::certain(mistake));
            return Checked::new(subject, Verdict::Wrong, wrong);
        }
    };
    let mut keys: Vec<_> = case.rsa_keys.iter().collect();
    keys.sort_by_key(|key| (key.owner() != Owner::Merchant, key.serial() != field("serial_no")));
    let base = Lines::new(lines.to_vec());
    let examined = Examined {
        subject,
        field: "signature",
        lines: base.clone(),
        mended: base,
        sent,
        keys,
        wrong,
        steps: steps(request, &lines),
        unknown: None,
    };
    examined.run()
}

/// What the headers say by themselves.
fn form(case: &Case, request: &Request, authorization: &str, wrong: &mut Vec<Finding>) {
    let mut add = |mistake| wrong.push(Finding::certain(mistake));
    if let Some((en, zh)) = authorization::form(authorization) {
        add(Mistake::new(Cause::HeaderForm, "Authorization", Said::both(en, zh), ""));
    }
    for name in FIELDS {
        if authorization::field(authorization, name).unwrap_or_default().is_empty() {
            add(Mistake::new(Cause::HeaderMissing, format!("Authorization: {name}"), "", ""));
        }
    }
    let field = |name| authorization::field(authorization, name).unwrap_or_default();
    add_clock(case, &request.headers, field("timestamp"), wrong);
    let mut add = |mistake| wrong.push(Finding::certain(mistake));
    let serial = field("serial_no");
    if serial.starts_with("PUB_KEY_ID_") {
        let said = Said::both("the id of WeChat Pay's public key", "微信支付公钥 ID");
        add(Mistake::new(Cause::SerialKind, "serial_no", serial, said));
    } else if let Some(certificate) = case
        .rsa_keys
        .iter()
        .find(|key| key.owner() == Owner::Merchant && key.kind() == KeyKind::Certificate)
        && !certificate.serial().eq_ignore_ascii_case(serial)
        && !serial.is_empty()
    {
        add(Mistake::new(Cause::SerialDiffers, "serial_no", serial, certificate.serial()));
    }
    if let Some(name) = placeholder(&request.url) {
        add(Mistake::new(Cause::Placeholder, "URL", name, ""));
    }
    let body: serde_json::Value = serde_json::from_str(&request.body).unwrap_or_default();
    let of_body = ["mchid", "sp_mchid"].iter().find_map(|name| body.get(*name)?.as_str());
    if let Some(of_body) = of_body.filter(|of_body| *of_body != field("mchid")) {
        add(Mistake::new(Cause::MchIdDiffers, "mchid", field("mchid"), of_body));
    }
}

/// Compares a timestamp with the `Date` of the message, or with the time that was given.
pub fn add_clock(case: &Case, headers: &[(String, String)], time: &str, wrong: &mut Vec<Finding>) {
    let (Ok(seconds), Some(now)) = (time.parse::<u64>(), now(case, headers)) else { return };
    let milliseconds = time.len() == 13;
    if milliseconds {
        let said = Said::both("sent", "传入");
        wrong.push(Finding::certain(Mistake::new(Cause::Milliseconds, said, time, "")));
    } else if seconds.abs_diff(now) >= TOLERANCE {
        let side =
            if seconds < now { Said::both("behind", "慢") } else { Said::both("ahead of", "快") };
        let off = seconds.abs_diff(now).to_string();
        wrong.push(Finding::certain(Mistake::new(Cause::ClockSkew, side, off, "")));
    }
}

fn now(case: &Case, headers: &[(String, String)]) -> Option<u64> {
    crate::doctor::date::read(header(headers, "date")).or(case.now)
}

/// `{out_trade_no}` or `:out_trade_no` in an address.
fn placeholder(url: &str) -> Option<&str> {
    let path = path(url);
    path.split(['/', '?', '&', '=']).find(|part| {
        part.starts_with('{') && part.ends_with('}')
            || part.starts_with("%7B")
            || part.len() > 1 && part.starts_with(':')
    })
}

/// Without scheme, host and fragment.
fn path(url: &str) -> &str {
    let url = url.split('#').next().unwrap_or_default();
    match url.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("/", |at| &rest[at..]),
        None => url,
    }
}

/// A 401 of WeChat Pay shows the text that it built from what arrived
/// (minibear2021/wechatpayv3#56): the first line that differs is where the request was changed.
fn server_saw(refusal: &str, lines: &[String; 5]) -> Option<Finding> {
    let answer: serde_json::Value = serde_json::from_str(refusal).ok()?;
    let seen = answer.get("detail")?.get("sign_information")?;
    let text = seen.get("truncated_sign_message")?.as_str()?;
    let names = ["HTTP method", "URL", "timestamp", "nonce_str", "body"];
    let theirs = text.splitn(5, '\n');
    for (at, (theirs, ours)) in theirs.zip(lines).enumerate() {
        // the body is cut off where it is long
        let same = if at == 4 {
            let theirs = theirs.trim_end_matches(['\n', '.']);
            ours.starts_with(theirs)
        } else {
            theirs == ours
        };
        if !same {
            let mistake = Mistake::new(Cause::ServerSaw, names[at], theirs, ours);
            let ours = [&lines.join("\n"), "\n"].concat();
            return Some(Finding::certain(mistake).texts(Some(ours), Some(text.to_owned())));
        }
    }
    let length = seen.get("sign_message_length")?.as_u64()?;
    let ours: usize = lines.iter().map(|line| line.len() + 1).sum();
    (length != ours as u64).then(|| {
        let bytes = |count: u64| Said::both(format!("{count} bytes"), format!("{count} 字节"));
        let mistake = Mistake::new(Cause::ServerSaw, "body", bytes(length), bytes(ours as u64));
        Finding::certain(mistake)
    })
}

fn steps(request: &Request, lines: &[String; 5]) -> Vec<Step<Lines>> {
    let mut steps = Vec::new();
    let mut put = |at: usize, mistake: Mistake, text: String, alone: bool| {
        let step = Step::new(making::line(at), mistake, move |lines: &mut Lines| {
            if let Some(line) = lines.lines.get_mut(at) {
                line.clone_from(&text);
            }
        });
        steps.push(if alone { step.alone() } else { step });
    };
    for method in ["GET", "POST", "PUT", "DELETE", "PATCH", "get", "post"] {
        if method != lines[0] {
            put(0, Mistake::new(Cause::MethodForm, "", method, &lines[0]), method.into(), false);
        }
    }
    let path = &lines[1];
    let bare = path.split('?').next().unwrap_or_default();
    let host = "https://api.mch.weixin.qq.com";
    let decoded = signature::url_decoded(path).unwrap_or_default();
    for (text, en, zh) in [
        (bare.to_owned(), "without its query", "漏了查询串"),
        (request.url.clone(), "with scheme and host", "带了协议和域名"),
        ([host, path].concat(), "with scheme and host", "带了协议和域名"),
        ([host, bare].concat(), "with scheme and host, without its query", "带了域名且漏了查询串"),
        (decoded, "decoded", "解码了 URL"),
        (path.trim_start_matches('/').to_owned(), "without its first slash", "漏了开头的斜杠"),
        ([path, "/"].concat(), "with a slash at its end", "末尾多了斜杠"),
        ([path, "?"].concat(), "with a question mark at its end", "末尾多了问号"),
        (path.trim_start_matches("/v3").to_owned(), "without /v3", "漏了 /v3"),
        (["/v3", path].concat(), "with /v3 twice", "多了 /v3"),
        (path.replace("/partner/", "/"), "without /partner", "漏了 /partner"),
    ] {
        if text != *path && !text.is_empty() {
            put(1, Mistake::new(Cause::UrlForm, "", Said::both(en, zh), path), text, false);
        }
    }
    for other in values::times(&lines[2]) {
        put(2, other.mistake, other.text, other.alone);
    }
    let nonce = &lines[3];
    for text in [nonce.to_ascii_lowercase(), nonce.to_ascii_uppercase()] {
        if text != *nonce {
            put(3, Mistake::new(Cause::ValueForm, "nonce_str", &text, nonce), text, false);
        }
    }
    for change in body::changes(&lines[4]) {
        put(4, Mistake::new(Cause::BodyChanged, "", change.how, ""), change.body, false);
    }
    // behind the others: it moves lines that may be changed already
    for (order, done) in [
        (&[2, 3, 4][..], "timestamp, nonce_str, body"),
        (&[2, 3, 0, 1, 4], "timestamp, nonce_str, method, URL, body"),
    ] {
        let mistake =
            Mistake::new(Cause::LineForm, "", done, "method, URL, timestamp, nonce_str, body");
        steps.push(Step::new(slot::FORM, mistake, move |lines: &mut Lines| {
            let line = |at: &usize| lines.lines.get(*at).cloned();
            lines.lines = order.iter().filter_map(line).collect();
        }));
    }
    steps
}
