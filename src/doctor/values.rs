//! What may have been signed in place of a value that was sent: the same for API v2 and v3.

use super::call::Call;
use super::case::{Case, MessageKind};
use super::cause::Cause;
use super::finding::Mistake;
use super::said::Said;

/// Another value, and the mistake that it would be.
pub struct Other {
    pub text: String,
    pub mistake: Mistake,
    /// One of very many: not tried together with other mistakes.
    pub alone: bool,
}

impl Other {
    fn new(text: impl Into<String>, mistake: Mistake) -> Self {
        Self { text: text.into(), mistake, alone: false }
    }
}

/// White space before and behind, and how it is called.
pub const SPACES: [(&str, &str, &str, &str); 5] = [
    ("", " ", "with a blank behind it", "末尾多了空格"),
    (" ", "", "with a blank before it", "开头多了空格"),
    ("", "\n", "with a line end behind it", "末尾多了换行"),
    ("", "\r\n", "with a line end (CR LF) behind it", "末尾多了换行（CRLF）"),
    ("\"", "\"", "in quotes", "带引号"),
];

/// A clock that is called twice rarely goes further between the two calls.
const DRIFT: i64 = 600;
/// And mostly no further than this: these are tried together with other mistakes.
const NEAR: i64 = 3;

/// The id in a package, whatever else is around it.
pub fn prepay_id(package: &str) -> &str {
    package.trim().trim_start_matches("prepay_id=")
}

fn signed() -> Said {
    Said::both("signed", "签名")
}

pub fn packages(sent: &str) -> Vec<Other> {
    let id = prepay_id(sent);
    let prefixed = ["prepay_id=", id].concat();
    let broken = |done: &str| Mistake::new(Cause::PackageBroken, "package", done, "");
    let mut others = vec![
        Other::new(id, Mistake::new(Cause::PackagePrefix, signed(), id, &prefixed)),
        Other::new(&prefixed, Mistake::new(Cause::ValueForm, "package", &prefixed, sent)),
        Other::new("Sign=WXPay", Mistake::new(Cause::AppForm, "package", "Sign=WXPay", "")),
        Other::new(["prepay_id=", &prefixed].concat(), broken("prepay_id=prepay_id=…")),
    ];
    for nothing in ["", "undefined", "null", "None", "[object Object]"] {
        let text = ["prepay_id=", nothing].concat();
        others.push(Other::new(&text, broken(&text)));
        others.push(Other::new(nothing, broken(nothing)));
    }
    others.push(Other::new(["prepay_id:", id].concat(), broken("prepay_id:…")));
    others.push(Other::new(["prepay_id= ", id].concat(), broken("prepay_id= …")));
    others.push(Other::new(["prepayid=", id].concat(), broken("prepayid=…")));
    others.retain(|other| other.text != sent);
    others
}

pub fn times(sent: &str) -> Vec<Other> {
    let mut others = Vec::new();
    let Ok(number) = sent.trim().parse::<i64>() else { return others };
    if !(0..=99_999_999_999_999).contains(&number) {
        return others;
    }
    let milliseconds = |text: &str| Mistake::new(Cause::Milliseconds, signed(), text, sent);
    let other = |text: String| {
        let mistake = Mistake::new(Cause::OtherTime, "timeStamp", &text, sent);
        Other::new(text, mistake)
    };
    if sent.len() >= 13 {
        let seconds = (number / 1000).to_string();
        others.push(other(seconds));
    } else {
        let text = (number * 1000).to_string();
        others.push(Other { mistake: milliseconds(&text), text, alone: false });
    }
    for form in [format!("{number}.0"), format!("\"{number}\""), format!("{number}.000000")] {
        let mistake = Mistake::new(Cause::ValueForm, "timeStamp", &form, sent);
        others.push(Other::new(form, mistake));
    }
    for step in 1..=DRIFT {
        for text in [number + step, number - step].map(|time| time.to_string()) {
            others.push(Other { alone: step > NEAR, ..other(text) });
        }
    }
    if sent.len() < 13 {
        // the fraction of a second that was cut off what was sent
        for rest in 1..1000 {
            let text = (number * 1000 + rest).to_string();
            others.push(Other { mistake: milliseconds(&text), text, alone: true });
        }
    }
    others
}

pub fn nonces(case: &Case, call: &Call<'_>) -> Vec<Other> {
    let sent = call.text("nonceStr");
    let mut others = Vec::new();
    let mut add = |text: &str| {
        if !text.is_empty() && text != sent {
            others.push(Other::new(text, Mistake::new(Cause::OtherNonce, "nonceStr", text, sent)));
        }
    };
    for message in &case.messages {
        add(message.get("nonce_str"));
    }
    if let Some(request) = &case.request {
        let authorization = super::case::header(&request.headers, "authorization");
        add(super::authorization::field(authorization, "nonce_str").unwrap_or_default());
    }
    for name in ["nonce_str", "noncestr", "nonceStr"] {
        add(call.word(name));
    }
    let short: String = sent.chars().take(32).collect();
    for text in [sent.to_ascii_lowercase(), sent.to_ascii_uppercase(), short] {
        if text != sent {
            let mistake = Mistake::new(Cause::ValueForm, "nonceStr", &text, sent);
            others.push(Other::new(text, mistake));
        }
    }
    others
}

/// Every appid that is known, but the one that pays.
pub fn app_ids(case: &Case, call: &Call<'_>, paying: &str) -> Vec<Other> {
    let mut others: Vec<Other> = Vec::new();
    let mut add = |text: &str| {
        if !text.is_empty() && text != paying && others.iter().all(|other| other.text != text) {
            others.push(Other::new(text, Mistake::new(Cause::OtherAppId, "appId", text, paying)));
        }
    };
    for name in ["sub_appid", "appid", "sp_appid"] {
        case.messages.iter().for_each(|message| add(message.get(name)));
    }
    add(call.app_id());
    for name in ["sub_appid", "subAppId", "sp_appid", "spAppId"] {
        add(call.word(name));
    }
    add(&case.app_id);
    add(&case.mch_id);
    for text in [paying.to_ascii_lowercase(), paying.to_ascii_uppercase(), paying.trim().to_owned()]
    {
        add(&text);
    }
    others
}

/// The appid of the mini program that pays: the one that runs, or else what was sent or ordered. In
/// partner mode the sub merchant's goes before the provider's
/// (pay.weixin.qq.com/doc/v2/partner/4011989255).
pub fn paying_app_id<'a>(case: &'a Case, call: &Call<'a>) -> &'a str {
    if !case.app_id.is_empty() {
        return &case.app_id;
    }
    let sent = call.app_id();
    if !sent.is_empty() {
        return sent;
    }
    let of = |name| {
        let mut kinds = [MessageKind::Order, MessageKind::Answer].into_iter();
        kinds.find_map(|kind| Some(case.message(kind)?.get(name)).filter(|id| !id.is_empty()))
    };
    ["sub_appid", "appid", "sp_appid"].into_iter().find_map(of).unwrap_or("")
}
