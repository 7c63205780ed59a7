//! The merchant's configuration, from variables of the environment. Every value is checked here once;
//! secrets may come from files instead. Never here: where variables come from.

use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use wxpay_mini::error::Text;
use wxpay_mini::sign::ApiV2Key;
use wxpay_mini::value::{AppId, SignType};

use crate::error::{Code, Error};
use crate::secret::Secret;

/// WeChat Pay (pay.weixin.qq.com/doc/v2/merchant/4011940985).
const GATEWAY: &str = "https://api.mch.weixin.qq.com";
/// `jscode2session` (developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_code2session).
const LOGIN_GATEWAY: &str = "https://api.weixin.qq.com";
const DATABASE: &str = "wxpay-merchant.db";
/// Less than the five seconds for which a client waits for one query.
const PATIENCE: Duration = Duration::from_secs(4);

/// What a merchant has to know before it can take money.
#[derive(Clone, Debug)]
pub struct Config {
    pub(crate) app_id: AppId,
    pub(crate) app_secret: Secret,
    pub(crate) mch_id: String,
    pub(crate) api_v2_key: ApiV2Key,
    pub(crate) sign_type: SignType,
    pub(crate) gateway: String,
    pub(crate) login_gateway: String,
    pub(crate) notify_url: String,
    pub(crate) spbill_create_ip: IpAddr,
    pub(crate) database: String,
    pub(crate) token_key: Option<Secret>,
    pub(crate) patience: Duration,
}

impl Config {
    /// Reads the configuration from variables as `read` gives them; an empty one counts as absent.
    ///
    /// | variable | must be | absent |
    /// |---|---|---|
    /// | `WXPAY_APPID` | appid of the mini program | error |
    /// | `WXPAY_APP_SECRET` | its AppSecret | error |
    /// | `WXPAY_MCH_ID` | merchant number | error |
    /// | `WXPAY_API_V2_KEY` | APIv2 key, 32 characters | error |
    /// | `WXPAY_SIGN_TYPE` | `MD5` or `HMAC-SHA256` | `MD5` |
    /// | `WXPAY_GATEWAY` | address of WeChat Pay | `https://api.mch.weixin.qq.com` |
    /// | `WXPAY_LOGIN_GATEWAY` | address of WeChat's login | `https://api.weixin.qq.com` |
    /// | `WXPAY_NOTIFY_URL` | where WeChat Pay sends notifications, at most 256 characters | error, or an address on this machine when the gateway is on it too |
    /// | `WXPAY_SPBILL_CREATE_IP` | address of the machine that calls WeChat Pay | `127.0.0.1` |
    /// | `WXPAY_DATABASE` | a file, or `:memory:` | `wxpay-merchant.db` |
    /// | `WXPAY_TOKEN_KEY` | at least 32 characters | random: tokens end with the process |
    ///
    /// `WXPAY_APP_SECRET`, `WXPAY_API_V2_KEY` and `WXPAY_TOKEN_KEY` may be given as a file instead:
    /// `WXPAY_API_V2_KEY_FILE` and so on.
    ///
    /// # Errors
    /// Names the variable that is missing or has a wrong form, never its value.
    pub fn from_env(read: impl Fn(&str) -> Option<String>) -> Result<Self, Error> {
        let vars = Variables(&read);
        let gateway = vars.address("WXPAY_GATEWAY", GATEWAY)?;
        let app_id = vars.required("WXPAY_APPID", &APP_ID)?;
        Ok(Self {
            app_id: AppId::parse(&app_id).map_err(|_| malformed("WXPAY_APPID", &APP_ID))?,
            app_secret: vars
                .secret("WXPAY_APP_SECRET", |text| within(text, 1, 128))?
                .ok_or_else(|| missing("WXPAY_APP_SECRET", &APP_SECRET))?,
            mch_id: vars.mch_id()?,
            api_v2_key: vars.api_v2_key()?,
            sign_type: vars.sign_type()?,
            notify_url: vars.notify_url(&gateway)?,
            gateway,
            login_gateway: vars.address("WXPAY_LOGIN_GATEWAY", LOGIN_GATEWAY)?,
            spbill_create_ip: vars.spbill_create_ip()?,
            database: vars.get("WXPAY_DATABASE").unwrap_or_else(|| DATABASE.into()),
            token_key: vars.secret("WXPAY_TOKEN_KEY", |text| within(text, 32, 1024))?,
            patience: PATIENCE,
        })
    }

    /// Waits for WeChat at most this long in one call instead of four seconds.
    #[must_use]
    pub fn with_patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// The address of WeChat Pay, or of the sandbox that plays it.
    pub fn gateway(&self) -> &str {
        &self.gateway
    }

    /// The database: a file, or `:memory:`.
    pub fn database(&self) -> &str {
        &self.database
    }
}

/// The variables, one method for each that has rules of its own.
struct Variables<'a>(&'a dyn Fn(&str) -> Option<String>);

impl Variables<'_> {
    fn get(&self, name: &str) -> Option<String> {
        (self.0)(name).filter(|value| !value.is_empty())
    }

    fn required(&self, name: &str, expected: &'static Text) -> Result<String, Error> {
        self.get(name).ok_or_else(|| missing(name, expected))
    }

    /// The variable itself or the content of the file that `NAME_FILE` names.
    fn secret(&self, name: &str, fits: fn(&str) -> bool) -> Result<Option<Secret>, Error> {
        let file = [name, "_FILE"].concat();
        let text = match (self.get(name), self.get(&file)) {
            (Some(text), _) => text,
            (None, None) => return Ok(None),
            (None, Some(path)) => {
                let text = std::fs::read_to_string(path).map_err(|error| {
                    Error::new(Code::ConfigUnreadable).at(&file).because(error.to_string())
                })?;
                // editors end a file with a line end; anything else around a key is a mistake
                let text = text.strip_suffix('\n').unwrap_or(&text);
                text.strip_suffix('\r').unwrap_or(text).to_owned()
            }
        };
        if fits(&text) { Ok(Some(Secret::new(text))) } else { Err(malformed(name, shape(name))) }
    }

    fn api_v2_key(&self) -> Result<ApiV2Key, Error> {
        let name = "WXPAY_API_V2_KEY";
        let text = self.secret(name, |text| ApiV2Key::parse(text).is_ok())?;
        let text = text.ok_or_else(|| missing(name, &API_V2_KEY))?;
        ApiV2Key::parse(text.expose()).map_err(|_| malformed(name, &API_V2_KEY))
    }

    fn mch_id(&self) -> Result<String, Error> {
        let text = self.required("WXPAY_MCH_ID", &MCH_ID)?;
        let right = (1..=32).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        if right { Ok(text) } else { Err(malformed("WXPAY_MCH_ID", &MCH_ID)) }
    }

    fn sign_type(&self) -> Result<SignType, Error> {
        match self.get("WXPAY_SIGN_TYPE").as_deref() {
            None | Some("MD5") => Ok(SignType::Md5),
            Some("HMAC-SHA256") => Ok(SignType::HmacSha256),
            // RSA belongs to API v3
            Some(_) => Err(malformed("WXPAY_SIGN_TYPE", &SIGN_TYPE)),
        }
    }

    fn address(&self, name: &str, otherwise: &str) -> Result<String, Error> {
        let text = self.get(name).unwrap_or_else(|| otherwise.into());
        let bare = text.trim_end_matches('/');
        if is_address(bare) && !bare.contains('?') {
            Ok(bare.to_owned())
        } else {
            Err(malformed(name, &ADDRESS))
        }
    }

    fn notify_url(&self, gateway: &str) -> Result<String, Error> {
        let name = "WXPAY_NOTIFY_URL";
        match self.get(name) {
            Some(text) if is_address(&text) && !text.contains('?') && text.len() <= 256 => Ok(text),
            Some(_) => Err(malformed(name, &NOTIFY_URL)),
            None if is_loopback(gateway) => Ok("http://127.0.0.1:8800/notify/v2".into()),
            None => Err(missing(name, &NOTIFY_URL)),
        }
    }

    fn spbill_create_ip(&self) -> Result<IpAddr, Error> {
        let name = "WXPAY_SPBILL_CREATE_IP";
        self.get(name).map_or(Ok(Ipv4Addr::LOCALHOST.into()), |text| {
            text.parse().map_err(|_| malformed(name, &IP))
        })
    }
}

/// Whether an address is on this machine: nothing that is sent there leaves it.
pub(crate) fn is_loopback(address: &str) -> bool {
    let host = address.split("://").nth(1).unwrap_or_default();
    let host = host.split('/').next().unwrap_or_default();
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    name == "localhost" || name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// `http(s)://host…` in visible ASCII, without a name or a password before the host.
fn is_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_graphic() && b != b'@' && b != b'#')
    })
}

fn within(text: &str, least: usize, most: usize) -> bool {
    (least..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic())
}

fn missing(name: &str, expected: &'static Text) -> Error {
    Error::field(Code::ConfigMissing, name, expected)
}

fn malformed(name: &str, expected: &'static Text) -> Error {
    Error::field(Code::ConfigMalformed, name, expected)
}

fn shape(secret: &str) -> &'static Text {
    match secret {
        "WXPAY_API_V2_KEY" => &API_V2_KEY,
        "WXPAY_TOKEN_KEY" => &TOKEN_KEY,
        _ => &APP_SECRET,
    }
}

const APP_ID: Text =
    Text { en: "an app id, letters and digits", zh: "AppID，由字母和数字组成" };
const APP_SECRET: Text = Text {
    en: "the AppSecret of the mini program (or WXPAY_APP_SECRET_FILE a file with it)",
    zh: "小程序的 AppSecret（也可用 WXPAY_APP_SECRET_FILE 指定文件）",
};
const API_V2_KEY: Text = Text {
    en: "the APIv2 key of the merchant, 32 visible ASCII characters (or WXPAY_API_V2_KEY_FILE a file with it)",
    zh: "商户的 APIv2 密钥，32 个字符（也可用 WXPAY_API_V2_KEY_FILE 指定文件）",
};
const TOKEN_KEY: Text = Text {
    en: "32 to 1024 visible ASCII characters that nobody can guess",
    zh: "32 到 1024 个无法猜到的字符",
};
const MCH_ID: Text = Text { en: "the merchant number, digits", zh: "商户号，纯数字" };
const SIGN_TYPE: Text = Text { en: "MD5 or HMAC-SHA256", zh: "MD5 或 HMAC-SHA256" };
const ADDRESS: Text = Text {
    en: "an address such as https://host or http://127.0.0.1:8801",
    zh: "形如 https://host 或 http://127.0.0.1:8801 的地址",
};
// "通知url必须为外网可访问的url，不能携带参数" (pay.weixin.qq.com/doc/v2/merchant/4011940985)
const NOTIFY_URL: Text = Text {
    en: "the public address of this backend's /notify/v2, at most 256 characters, without ?",
    zh: "本后端 /notify/v2 的公网地址，最长 256 个字符，不带参数",
};
const IP: Text = Text { en: "an IPv4 or IPv6 address", zh: "IPv4 或 IPv6 地址" };
