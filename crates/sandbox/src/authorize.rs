//! Web authorisation (网页授权): a page of the official account sends its visitor to
//! `/connect/oauth2/authorize` and gets a code back in its own address. Never here: HTTP, and what the code is
//! exchanged for (`login`). Source: developers.weixin.qq.com/doc/offiaccount/OA_Web_Apps/
//! Wechat_webpage_authorization.html, with its table of numbers from 10003 on.

use std::collections::BTreeMap;

use crate::account::Account;

/// What the visitor sees instead of the page that was to be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NotAuthorised {
    /// None where no public number is on record.
    pub(crate) number: Option<u32>,
    pub(crate) words: &'static str,
    /// For the log.
    pub(crate) reason: String,
}

fn refuse<T>(
    number: impl Into<Option<u32>>,
    words: &'static str,
    reason: impl Into<String>,
) -> Result<T, NotAuthorised> {
    Err(NotAuthorised { number: number.into(), words, reason: reason.into() })
}

/// Whether a visitor may be sent back with a code. `is_authorised`: the host of an address is one that was
/// entered at the console (网页授权域名).
pub(crate) fn judge(
    account: &Account,
    query: &BTreeMap<String, String>,
    is_authorised: impl Fn(&str) -> bool,
) -> Result<(), NotAuthorised> {
    let sent = |name: &str| query.get(name).map_or("", String::as_str);
    for (name, number, words) in [
        ("appid", 10012, "appid不能为空"),
        ("redirect_uri", 10011, "redirect_uri不能为空"),
        ("scope", 10010, "scope不能为空"),
    ] {
        if sent(name).is_empty() {
            return refuse(number, words, format!("{name} is missing"));
        }
    }
    if sent("appid") != account.official_appid {
        // the number and the words that every interface has for it
        let reason = if sent("appid") == account.appid {
            "the appid is the mini program's, which has no web authorisation".to_owned()
        } else {
            format!("the appid is not {}", account.official_appid)
        };
        return refuse(40013, "不合法的 AppID", reason);
    }
    if sent("response_type") != "code" {
        return refuse(None, "response_type 参数错误", "response_type is not code");
    }
    if sent("scope") != "snsapi_base" {
        let reason = "this account has no scope but snsapi_base";
        return refuse(10005, "此公众号并没有这些scope的权限", reason);
    }
    if !is_authorised(sent("redirect_uri")) {
        let reason = "redirect_uri is on a host that is not entered for this account";
        return refuse(10003, "redirect_uri域名与后台配置不一致", reason);
    }
    // "开发者可以填写a-zA-Z0-9的参数值，最多128字节"; what WeChat does with another is on record nowhere
    let state = sent("state");
    if state.len() > 128 || !state.bytes().all(|b| b.is_ascii_alphanumeric()) {
        let reason = "state is not made of a-z A-Z 0-9, 128 at most";
        return refuse(None, "state 参数错误", reason);
    }
    Ok(())
}

/// The address to which the visitor goes back: `redirect_uri/?code=CODE&state=STATE`, before any fragment.
pub(crate) fn back(redirect_uri: &str, code: &str, state: &str) -> String {
    let (page, fragment) = match redirect_uri.split_once('#') {
        Some((page, fragment)) => (page, format!("#{fragment}")),
        None => (redirect_uri, String::new()),
    };
    let joint = if page.contains('?') { '&' } else { '?' };
    format!("{page}{joint}code={code}&state={state}{fragment}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_wrong_or_missing_parameter_has_its_number() {
        let account = Account::generate();
        for (name, value, number) in [
            ("appid", "", Some(10012)),
            ("redirect_uri", "", Some(10011)),
            ("scope", "", Some(10010)),
            ("appid", "wx0000000000000000", Some(40013)),
            ("appid", account.appid.as_str(), Some(40013)),
            ("scope", "snsapi_userinfo", Some(10005)),
            ("redirect_uri", "https://elsewhere.example.com/", Some(10003)),
            ("response_type", "token", None),
            ("state", "a b", None),
            ("state", &"a".repeat(129), None),
        ] {
            let mut query: BTreeMap<String, String> = [
                ("appid", account.official_appid.as_str()),
                ("redirect_uri", "https://shop.example.com/pay/"),
                ("response_type", "code"),
                ("scope", "snsapi_base"),
                ("state", "3a6f"),
            ]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into();
            let judged =
                |query: &_| judge(&account, query, |uri| uri.contains("//shop.example.com/"));
            assert_eq!(judged(&query), Ok(()));
            query.insert(name.into(), value.into());
            assert_eq!(judged(&query).unwrap_err().number, number, "{name}={value}");
        }
    }

    #[test]
    fn a_code_is_put_into_the_query_of_the_page() {
        for (from, to) in [
            ("http://h/", "http://h/?code=c&state=s"),
            ("http://h/?a=1", "http://h/?a=1&code=c&state=s"),
            ("http://h/p#/pay", "http://h/p?code=c&state=s#/pay"),
        ] {
            assert_eq!(back(from, "c", "s"), to);
        }
    }
}
