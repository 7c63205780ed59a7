//! Codes, of `wx.login` and of web authorisation (网页授权), and what a merchant's backend exchanges them for.
//! Sources: developers.weixin.qq.com, code2Session; doc/service/api/webdev/access/api_snsaccesstoken; global
//! return codes. A code of either lives five minutes and works once.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::account::{Account, App};
use crate::random;

/// A code is good for five minutes.
const CODE_LIFE: u64 = 5 * 60;

/// Codes older than this are forgotten; they have long been invalid.
const CODE_MEMORY: u64 = 3600;

/// The codes given out and the buyers known.
pub(crate) struct Logins {
    codes: HashMap<String, Code>,
    /// By appid: the same person has another openid in each app.
    openids: HashMap<String, HashSet<String>>,
}

struct Code {
    appid: String,
    openid: String,
    made_at: u64,
    used: bool,
}

/// What an exchange is refused with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LoginError {
    pub(crate) errcode: u32,
    pub(crate) errmsg: String,
    /// For the log.
    pub(crate) reason: String,
}

impl LoginError {
    fn new(errcode: u32, errmsg: &str, reason: impl Into<String>) -> Self {
        // WeChat ends every message with a request id.
        let rid = format!("{}-{}-{}", random::hex(8), random::hex(8), random::hex(8));
        Self { errcode, errmsg: format!("{errmsg}, rid: {rid}"), reason: reason.into() }
    }
}

impl Logins {
    pub(crate) fn new(account: &Account) -> Self {
        let known = |appid: &String| (appid.clone(), HashSet::from([usual_buyer(appid)]));
        let openids = [&account.appid, &account.official_appid].map(known).into();
        Self { codes: HashMap::new(), openids }
    }

    /// All that were given out for an appid.
    pub(crate) fn openids(&self, appid: &str) -> Vec<String> {
        let mut openids: Vec<String> =
            self.openids.get(appid).into_iter().flatten().cloned().collect();
        openids.sort_unstable();
        openids
    }

    /// Takes openids for given out.
    pub(crate) fn remember(&mut self, appid: &str, openids: Vec<String>) {
        self.openids.entry(appid.to_owned()).or_default().extend(openids);
    }

    /// Whether this openid was given out here for that appid.
    pub(crate) fn knows(&self, appid: &str, openid: &str) -> bool {
        self.openids.get(appid).is_some_and(|openids| openids.contains(openid))
    }

    /// Whether this openid was given out here at all: whose app a sub-merchant's is, is not known.
    pub(crate) fn knows_anywhere(&self, openid: &str) -> bool {
        self.openids.values().any(|openids| openids.contains(openid))
    }

    /// What WeChat does when the mini program `appid` calls `wx.login`, or a page of the official account
    /// sends its visitor to be authorised: a new code for `openid`.
    pub(crate) fn give_code(&mut self, appid: &str, openid: &str, now: u64) -> String {
        self.codes.retain(|_, code| now.saturating_sub(code.made_at) < CODE_MEMORY);
        let text = format!("0{}", random::letters_and_digits(31));
        let code = Code { appid: appid.into(), openid: openid.into(), made_at: now, used: false };
        self.remember(appid, vec![openid.to_owned()]);
        self.codes.insert(text.clone(), code);
        text
    }

    /// An exchange for `app` with the query parameters as sent: the openid behind the code. With
    /// `any_code` a code from elsewhere is the usual buyer's, as often as it comes: DevTools
    /// without an app id says `the code is a mock one` each time
    /// (github.com/Tencent/wepy/issues/325).
    pub(crate) fn exchange(
        &mut self,
        app: App<'_>,
        query: &BTreeMap<String, String>,
        now: u64,
        any_code: bool,
    ) -> Result<String, LoginError> {
        let sent = |name: &str| query.get(name).map_or("", String::as_str);
        for (name, errcode, errmsg) in [
            ("appid", 41002, "appid missing"),
            ("secret", 41004, "appsecret missing"),
            (app.code, 41008, "code missing"),
        ] {
            if sent(name).is_empty() {
                return Err(LoginError::new(errcode, errmsg, format!("{name} is missing")));
            }
        }
        if sent("grant_type") != "authorization_code" {
            let reason = "grant_type is not authorization_code";
            return Err(LoginError::new(40002, "invalid grant_type", reason));
        }
        if sent("appid") != app.appid {
            let reason = format!("the appid is not {}", app.appid);
            return Err(LoginError::new(40013, "invalid appid", reason));
        }
        if sent("secret") != app.secret {
            return Err(LoginError::new(40125, "invalid appsecret", "secret is not the AppSecret"));
        }
        let invalid = |reason: &str| Err(LoginError::new(40029, "invalid code", reason));
        let Some(code) = self.codes.get_mut(sent(app.code)) else {
            if any_code {
                return Ok(usual_buyer(app.appid));
            }
            return invalid("the code was never given out");
        };
        if code.appid != app.appid {
            return invalid("the code was given to another app");
        }
        if code.used {
            return Err(LoginError::new(40163, "code been used", "a code can be used only once"));
        }
        if now.saturating_sub(code.made_at) >= CODE_LIFE {
            return invalid("the code is older than five minutes");
        }
        code.used = true;
        Ok(code.openid.clone())
    }
}

/// A `session_key`: 16 bytes in Base64. Nothing here needs it again, so it is not kept.
pub(crate) fn session_key() -> String {
    // 16 bytes are 21 digits of six bits, one digit of two bits and padding; `Q` is such a digit.
    format!("{}Q==", random::letters_and_digits(21))
}

/// `o` and 27 of `[0-9A-Za-z_-]`.
pub(crate) fn is_openid(text: &str) -> bool {
    text.len() == 28
        && text.starts_with('o')
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}

/// A token of web authorisation. Nothing here takes it, so it is not kept.
pub(crate) fn access_token() -> String {
    format!("{}_{}", random::digits(2), random::letters_and_digits(86))
}

/// The buyer who logs in when nobody else is named. The same for an appid in every run, so that a merchant's
/// database outlives the sandbox.
pub(crate) fn usual_buyer(appid: &str) -> String {
    let digest = hmac_sha256::HMAC::mac("the usual buyer", appid);
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).take(14).collect();
    format!("o{}", &hex[..27])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(account: &Account, code: &str) -> BTreeMap<String, String> {
        [
            ("appid", account.appid.as_str()),
            ("secret", &account.app_secret),
            ("js_code", code),
            ("grant_type", "authorization_code"),
        ]
        .map(|(k, v)| (k.to_owned(), v.to_owned()))
        .into()
    }

    fn ready() -> (Account, Logins) {
        let account = Account::generate();
        let logins = Logins::new(&account);
        (account, logins)
    }

    fn errcode(result: Result<String, LoginError>) -> u32 {
        result.unwrap_err().errcode
    }

    #[test]
    fn a_code_from_elsewhere_is_the_usual_buyers_where_any_code_is_taken() {
        let (account, mut logins) = ready();
        let buyer = usual_buyer(&account.appid);
        let foreign = query(&account, "the code is a mock one");
        assert_eq!(errcode(logins.exchange(account.mini_program(), &foreign, 1000, false)), 40029);
        for now in [1000, 1001, 9000] {
            assert_eq!(
                logins.exchange(account.mini_program(), &foreign, now, true),
                Ok(buyer.clone())
            );
        }
    }

    #[test]
    fn a_code_of_ones_own_keeps_its_rules_where_any_code_is_taken() {
        let (account, mut logins) = ready();
        let openid = "o".repeat(28);
        let code = query(&account, &logins.give_code(&account.appid, &openid, 1000));
        assert_eq!(logins.exchange(account.mini_program(), &code, 1001, true), Ok(openid.clone()));
        assert_eq!(errcode(logins.exchange(account.mini_program(), &code, 1002, true)), 40163);
        let stranger = query(&account, &logins.give_code("wx0000000000000000", &openid, 1000));
        assert_eq!(errcode(logins.exchange(account.mini_program(), &stranger, 1001, true)), 40029);
        let mut unsigned = query(&account, "0abc");
        unsigned.insert("secret".into(), "00000000000000000000000000000000".into());
        assert_eq!(errcode(logins.exchange(account.mini_program(), &unsigned, 1001, true)), 40125);
    }

    #[test]
    fn a_code_gives_its_openid_once() {
        let (account, mut logins) = ready();
        let openid = "o".repeat(28);
        let code = logins.give_code(&account.appid, &openid, 1000);
        assert!(logins.knows(&account.appid, &openid) && logins.knows_anywhere(&openid));
        assert!(!logins.knows(&account.official_appid, &openid));
        assert_eq!(
            logins.exchange(account.mini_program(), &query(&account, &code), 1001, false),
            Ok(openid)
        );
        assert_eq!(
            errcode(logins.exchange(account.mini_program(), &query(&account, &code), 1002, false)),
            40163
        );
    }

    #[test]
    fn a_code_dies_after_five_minutes() {
        let (account, mut logins) = ready();
        let buyer = usual_buyer(&account.appid);
        let code = logins.give_code(&account.appid, &buyer, 1000);
        assert_eq!(
            errcode(logins.exchange(account.mini_program(), &query(&account, &code), 1300, false)),
            40029
        );
        assert_eq!(
            logins.exchange(account.mini_program(), &query(&account, &code), 1299, false),
            Ok(buyer)
        );
    }

    #[test]
    fn a_code_of_another_mini_program_is_invalid() {
        let (account, mut logins) = ready();
        let buyer = usual_buyer(&account.appid);
        let code = logins.give_code("wx0000000000000000", &buyer, 1000);
        assert_eq!(
            errcode(logins.exchange(account.mini_program(), &query(&account, &code), 1000, false)),
            40029
        );
    }

    #[test]
    fn each_wrong_or_missing_parameter_has_its_errcode() {
        let (account, mut logins) = ready();
        for (name, value, expected) in [
            ("appid", "", 41002),
            ("secret", "", 41004),
            ("js_code", "", 41008),
            ("grant_type", "client_credential", 40002),
            ("appid", "wx0000000000000000", 40013),
            ("secret", "00000000000000000000000000000000", 40125),
            ("js_code", "0xyz", 40029),
        ] {
            let mut query = query(&account, "0abc");
            query.insert(name.into(), value.into());
            assert_eq!(
                errcode(logins.exchange(account.mini_program(), &query, 1000, false)),
                expected,
                "{name}={value}"
            );
        }
    }

    #[test]
    fn the_usual_buyer_is_an_openid_and_the_same_in_every_run() {
        let (account, logins) = ready();
        let buyer = usual_buyer(&account.appid);
        assert!(is_openid(&buyer) && logins.knows(&account.appid, &buyer));
        assert!(Logins::new(&account).knows(&account.appid, &buyer));
        assert_ne!(usual_buyer("wx0000000000000000"), usual_buyer("wx0000000000000001"));
    }

    #[test]
    fn a_code_of_one_app_is_invalid_in_the_other() {
        let (account, mut logins) = ready();
        let (mini, official) = (account.mini_program(), account.official_account());
        let openid = "o".repeat(28);
        for (own, other) in [(mini, official), (official, mini)] {
            let code = logins.give_code(own.appid, &openid, 1000);
            let asked = |app: App<'_>| {
                [
                    ("appid", app.appid),
                    ("secret", app.secret),
                    (app.code, &code),
                    ("grant_type", "authorization_code"),
                ]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .into()
            };
            assert_eq!(errcode(logins.exchange(other, &asked(other), 1000, false)), 40029);
            assert_eq!(errcode(logins.exchange(own, &asked(other), 1000, false)), 41008);
            assert_eq!(logins.exchange(own, &asked(own), 1000, false), Ok(openid.clone()));
        }
    }

    #[test]
    fn a_session_key_is_16_bytes_of_base64() {
        let key = session_key();
        assert_eq!(key.len(), 24);
        assert!(key.ends_with("Q=="));
    }
}
