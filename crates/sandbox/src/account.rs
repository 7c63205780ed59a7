//! The one mini program, official account and merchant this sandbox plays WeChat for.
//! Never here: what the merchant does with them.

use std::fmt;

use crate::random;

/// A mini program, an official account (公众号) and their merchant, with their secrets. They are worth nothing
/// outside a sandbox.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    /// `appid` of the mini program: `wx` and 16 more characters, or `touristappid`.
    pub appid: String,
    /// AppSecret of the mini program: 32 hex digits.
    pub app_secret: String,
    /// `appid` of the official account, another than the mini program's.
    pub official_appid: String,
    /// AppSecret of the official account: 32 hex digits.
    pub official_app_secret: String,
    /// Merchant number, 8 to 10 digits.
    pub mch_id: String,
    /// What the cashier shows as the receiver of the money.
    pub mch_name: String,
    /// APIv2 key: 32 bytes.
    pub api_v2_key: String,
    /// APIv3 key: 32 bytes.
    pub api_v3_key: String,
}

/// An app of the account, as a login sees it.
#[derive(Clone, Copy)]
pub(crate) struct App<'a> {
    pub(crate) appid: &'a str,
    pub(crate) secret: &'a str,
    /// The parameter in which its code comes.
    pub(crate) code: &'static str,
}

/// A value given for an [`Account`] that WeChat would never have handed out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountError {
    /// The environment variable that holds it.
    pub variable: &'static str,
    /// The shape that is expected. The value itself is not repeated: it may be a secret.
    pub expected: &'static str,
}

impl fmt::Display for AccountError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} must be {}", self.variable, self.expected)
    }
}

impl std::error::Error for AccountError {}

impl Account {
    /// A new account with random identifiers and secrets.
    #[must_use]
    pub fn generate() -> Self {
        Self {
            appid: format!("wx{}", random::hex(16)),
            app_secret: random::hex(32),
            official_appid: format!("wx{}", random::hex(16)),
            official_app_secret: random::hex(32),
            mch_id: format!("16{}", random::digits(8)),
            mch_name: "沙箱商店".to_owned(),
            api_v2_key: random::letters_and_digits(32),
            api_v3_key: random::letters_and_digits(32),
        }
    }

    /// An account from `WXPAY_APPID`, `WXPAY_APP_SECRET`, `WXPAY_OFFICIAL_APPID`, `WXPAY_OFFICIAL_APP_SECRET`,
    /// `WXPAY_MCH_ID`, `WXPAY_MCH_NAME`, `WXPAY_API_V2_KEY` and `WXPAY_API_V3_KEY` as `read` gives them; what is absent or empty is generated.
    ///
    /// # Errors
    /// Names the variable whose value does not have WeChat's shape.
    pub fn from_environment(read: impl Fn(&str) -> Option<String>) -> Result<Self, AccountError> {
        let given = |name| read(name).filter(|value| !value.is_empty());
        let mut account = Self::generate();
        for (variable, place, fits, expected) in [
            (
                "WXPAY_APPID",
                &mut account.appid,
                is_appid as fn(&str) -> bool,
                "`wx` and 16 lower-case letters or digits, or touristappid",
            ),
            ("WXPAY_APP_SECRET", &mut account.app_secret, is_app_secret, "32 hex digits"),
            (
                "WXPAY_OFFICIAL_APPID",
                &mut account.official_appid,
                is_appid,
                "`wx` and 16 lower-case letters or digits",
            ),
            (
                "WXPAY_OFFICIAL_APP_SECRET",
                &mut account.official_app_secret,
                is_app_secret,
                "32 hex digits",
            ),
            ("WXPAY_MCH_ID", &mut account.mch_id, is_mch_id, "8 to 10 digits"),
            ("WXPAY_MCH_NAME", &mut account.mch_name, is_name, "1 to 64 characters on one line"),
            (
                "WXPAY_API_V2_KEY",
                &mut account.api_v2_key,
                is_api_key,
                "32 visible ASCII characters",
            ),
            (
                "WXPAY_API_V3_KEY",
                &mut account.api_v3_key,
                is_api_key,
                "32 visible ASCII characters",
            ),
        ] {
            if let Some(value) = given(variable) {
                if !fits(&value) {
                    return Err(AccountError { variable, expected });
                }
                *place = value;
            }
        }
        if account.official_appid == account.appid {
            let expected = "another appid than that of the mini program";
            return Err(AccountError { variable: "WXPAY_OFFICIAL_APPID", expected });
        }
        Ok(account)
    }

    /// The mini program.
    pub(crate) fn mini_program(&self) -> App<'_> {
        App { appid: &self.appid, secret: &self.app_secret, code: "js_code" }
    }

    /// The official account.
    pub(crate) fn official_account(&self) -> App<'_> {
        App { appid: &self.official_appid, secret: &self.official_app_secret, code: "code" }
    }

    /// Whether the merchant may take money in the app of this id.
    pub(crate) fn has_app(&self, appid: &str) -> bool {
        [&self.appid, &self.official_appid].iter().any(|own| *own == appid)
    }

    /// The lines that point a merchant at a sandbox listening on `base_url`. Those for the RSA keys
    /// of API v3 are added by [`Keys::write`](crate::Keys::write), which puts the keys into files:
    ///
    /// | name | what it holds |
    /// |---|---|
    /// | `WXPAY_GATEWAY` | instead of `https://api.mch.weixin.qq.com`, v2 and v3 |
    /// | `WXPAY_LOGIN_GATEWAY` | instead of `https://api.weixin.qq.com` |
    /// | `WXPAY_APPID`, `WXPAY_APP_SECRET` | the mini program |
    /// | `WXPAY_OFFICIAL_APPID`, `WXPAY_OFFICIAL_APP_SECRET` | the official account |
    /// | `WXPAY_MCH_ID` | the merchant |
    /// | `WXPAY_API_V2_KEY` | signs API v2 |
    /// | `WXPAY_API_V3_KEY` | decrypts notifications and certificates of API v3 |
    /// | `WXPAY_MCH_SERIAL` | serial number of the merchant's certificate |
    /// | `WXPAY_PRIVATE_KEY_FILE` | the merchant's private key (`apiclient_key.pem`) |
    /// | `WXPAY_CERTIFICATE_FILE` | the merchant's certificate (`apiclient_cert.pem`) |
    /// | `WXPAY_PUBLIC_KEY_ID` | `PUB_KEY_ID_…` of the WeChat Pay public key |
    /// | `WXPAY_PUBLIC_KEY_FILE` | the WeChat Pay public key (`pub_key.pem`) |
    /// | `WXPAY_PLATFORM_SERIAL` | serial number of the platform certificate |
    /// | `WXPAY_PLATFORM_CERTIFICATE_FILE` | the platform certificate (`wechatpay_cert.pem`) |
    pub(crate) fn environment(&self, base_url: &str) -> String {
        let base_url = base_url.trim_end_matches('/');
        format!(
            "WXPAY_GATEWAY={base_url}\nWXPAY_LOGIN_GATEWAY={base_url}\nWXPAY_APPID={}\n\
             WXPAY_APP_SECRET={}\nWXPAY_OFFICIAL_APPID={}\nWXPAY_OFFICIAL_APP_SECRET={}\n\
             WXPAY_MCH_ID={}\nWXPAY_API_V2_KEY={}\nWXPAY_API_V3_KEY={}\n",
            self.appid,
            self.app_secret,
            self.official_appid,
            self.official_app_secret,
            self.mch_id,
            self.api_v2_key,
            self.api_v3_key
        )
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account")
            .field("appid", &self.appid)
            .field("official_appid", &self.official_appid)
            .field("mch_id", &self.mch_id)
            .field("mch_name", &self.mch_name)
            .finish_non_exhaustive()
    }
}

fn is_appid(value: &str) -> bool {
    let digits = |rest: &str| {
        rest.len() == 16 && rest.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    // what a project without an app id has in WeChat DevTools
    value == "touristappid" || value.strip_prefix("wx").is_some_and(digits)
}

fn is_app_secret(value: &str) -> bool {
    value.len() == 32 && value.bytes().all(|b| b.is_ascii_hexdigit())
}

fn is_mch_id(value: &str) -> bool {
    (8..=10).contains(&value.len()) && value.bytes().all(|b| b.is_ascii_digit())
}

fn is_name(value: &str) -> bool {
    value.chars().count() <= 64 && !value.chars().any(char::is_control)
}

fn is_api_key(value: &str) -> bool {
    value.len() == 32 && value.bytes().all(|b| b.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_generated_account_is_one_that_the_environment_may_give() {
        let account = Account::generate();
        let again = Account::from_environment(|name| {
            account
                .environment("http://127.0.0.1:1")
                .lines()
                .find_map(|line| line.strip_prefix(&format!("{name}=")).map(str::to_owned))
        });
        assert_eq!(again, Ok(account));
    }

    #[test]
    fn an_appid_is_one_of_wechat_or_that_of_a_tourist() {
        let given = |appid: &str| {
            Account::from_environment(|name| (name == "WXPAY_APPID").then(|| appid.to_owned()))
        };
        for appid in ["wx0123456789abcdef", "wxd678efh567hg6787", "touristappid"] {
            assert_eq!(given(appid).unwrap().appid, appid);
        }
        for appid in ["wx0123456789abcde", "wx0123456789ABCDEF", "tourist", "gh_0123456789abcd"] {
            assert_eq!(given(appid).unwrap_err().variable, "WXPAY_APPID", "{appid}");
        }
    }

    #[test]
    fn mini_program_and_official_account_have_an_appid_each() {
        let error = Account::from_environment(|name| {
            name.ends_with("APPID").then(|| "wx0123456789abcdef".to_owned())
        });
        assert_eq!(error.unwrap_err().variable, "WXPAY_OFFICIAL_APPID");
        let account = Account::generate();
        assert_ne!(account.appid, account.official_appid);
        assert_ne!(account.app_secret, account.official_app_secret);
        assert!(account.has_app(&account.appid) && account.has_app(&account.official_appid));
        assert!(!account.has_app("wx0123456789abcdef"));
    }

    #[test]
    fn two_generated_accounts_share_no_secret() {
        let (one, two) = (Account::generate(), Account::generate());
        assert_ne!(one.appid, two.appid);
        assert_ne!(one.app_secret, two.app_secret);
        assert_ne!(one.api_v2_key, two.api_v2_key);
        assert_ne!(one.api_v3_key, two.api_v3_key);
    }

    #[test]
    fn a_key_of_31_characters_is_named_without_being_repeated() {
        let key = "k".repeat(31);
        let error =
            Account::from_environment(|name| (name == "WXPAY_API_V2_KEY").then(|| key.clone()))
                .unwrap_err();
        assert_eq!(error.variable, "WXPAY_API_V2_KEY");
        assert!(!error.to_string().contains(&key));
    }

    #[test]
    fn debug_shows_no_secret() {
        let account = Account::generate();
        let shown = format!("{account:?}");
        assert!(shown.contains(&account.appid));
        assert!(!shown.contains(&account.app_secret));
        assert!(!shown.contains(&account.official_app_secret));
        assert!(!shown.contains(&account.api_v2_key));
        assert!(!shown.contains(&account.api_v3_key));
    }
}
