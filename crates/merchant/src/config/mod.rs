//! The merchant's configuration, from variables of the environment. Every value is checked here once;
//! secrets may come from files instead. Never here: where variables come from.

mod shapes;
mod variables;

use std::net::IpAddr;
use std::time::Duration;

use wxpay_mini::sign::ApiV2Key;
use wxpay_mini::value::SignType;

use crate::app::Apps;
use crate::error::Error;
use crate::keys::{ApiV3Key, MerchantKey, PublicKey, RefundSeal};
use crate::secret::Secret;
use variables::Variables;

pub(crate) use variables::is_loopback;

/// WeChat Pay (pay.weixin.qq.com/doc/v2/merchant/4011940985).
const GATEWAY: &str = "https://api.mch.weixin.qq.com";
/// `jscode2session` (developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_code2session).
const LOGIN_GATEWAY: &str = "https://api.weixin.qq.com";
const ADDRESS: &str = "http://127.0.0.1:8800";
const DATABASE: &str = "wxpay-merchant.db";
/// Less than the five seconds for which a client waits for one query.
const PATIENCE: Duration = Duration::from_secs(4);

/// What a merchant has to know before it can take money.
#[derive(Clone, Debug)]
pub struct Config {
    pub(crate) apps: Apps,
    pub(crate) mch_id: String,
    /// How new orders are signed: RSA is API v3. Older orders keep what they were made with.
    pub(crate) sign_type: SignType,
    pub(crate) v2: Option<AccountV2>,
    pub(crate) v3: Option<AccountV3>,
    pub(crate) client_certificate: Option<ClientCertificate>,
    pub(crate) gateway: String,
    pub(crate) login_gateway: String,
    pub(crate) notify_url: String,
    notifies_itself: bool,
    pub(crate) spbill_create_ip: IpAddr,
    pub(crate) database: String,
    pub(crate) token_key: Option<Secret>,
    pub(crate) order_lives: u64,
    pub(crate) limits: Limits,
    pub(crate) patience: Duration,
    pub(crate) connections: Connections,
    /// PEM; without it the roots of the web.
    pub(crate) roots: Option<String>,
}

/// How many connections there are at once, and how long each may keep the backend waiting.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Connections {
    /// Whoever comes after them waits until one ends.
    pub(crate) most: usize,
    /// For the head of a request, from the first byte or from the answer before it; and for room for an answer.
    pub(crate) head: Duration,
    /// For its body.
    pub(crate) body: Duration,
}

/// A process may have 1,024 files open, where nobody has changed that; some are the database's and the calls'.
const CONNECTIONS: Connections =
    Connections { most: 800, head: Duration::from_secs(30), body: Duration::from_secs(10) };

/// What API v2 needs beside the merchant number.
#[derive(Clone, Debug)]
pub(crate) struct AccountV2 {
    pub(crate) key: ApiV2Key,
    pub(crate) seal: RefundSeal,
}

/// What API v3 needs beside the merchant number.
#[derive(Clone, Debug)]
pub(crate) struct AccountV3 {
    pub(crate) key: ApiV3Key,
    pub(crate) private_key: MerchantKey,
    /// The number of the merchant's API certificate.
    pub(crate) serial_no: String,
    /// Public-key mode: `PUB_KEY_ID_…` and the key. Without it platform certificates are fetched.
    pub(crate) public_key: Option<(String, PublicKey)>,
}

/// Who the merchant is in TLS: API v2 wants it for refunds alone.
#[derive(Clone, Debug)]
pub(crate) struct ClientCertificate {
    pub(crate) certificate: String,
    pub(crate) private_key: Secret,
}

/// How often one may ask, in a minute; 0 is any number of times.
#[derive(Clone, Debug)]
pub(crate) struct Limits {
    /// Logins from one address.
    pub(crate) login: u32,
    /// Prepays of one buyer.
    pub(crate) prepay: u32,
    /// The header in which one's own proxy tells the address of the client.
    pub(crate) address_header: Option<String>,
}

impl Config {
    /// Reads the configuration from variables as `read` gives them; an empty one counts as absent.
    ///
    /// | variable | must be | absent |
    /// |---|---|---|
    /// | `WXPAY_APPID` | appid of the mini program | error |
    /// | `WXPAY_APP_SECRET` | its AppSecret | error |
    /// | `WXPAY_OFFICIAL_APPID` | appid of an official account whose pages sell too, not the mini program's | there is none |
    /// | `WXPAY_OFFICIAL_APP_SECRET` | its AppSecret | error with an appid |
    /// | `WXPAY_MCH_ID` | merchant number | error |
    /// | `WXPAY_API` | `v2` or `v3`: how new orders are made | `v2` |
    /// | `WXPAY_API_V2_KEY` | APIv2 key, 32 characters | error with `v2` |
    /// | `WXPAY_SIGN_TYPE` | with `v2`: `MD5` or `HMAC-SHA256` | `MD5` |
    /// | `WXPAY_API_V3_KEY` | APIv3 key, 32 characters | error with `v3` |
    /// | `WXPAY_PRIVATE_KEY` | apiclient_key.pem | error with `v3` |
    /// | `WXPAY_CERTIFICATE` | apiclient_cert.pem; API v2 wants it for refunds | – |
    /// | `WXPAY_MCH_SERIAL` | number of that certificate | read from the certificate |
    /// | `WXPAY_PUBLIC_KEY_ID` | `PUB_KEY_ID_…` | platform certificates are fetched |
    /// | `WXPAY_PUBLIC_KEY` | pub_key.pem of that id | error with an id |
    /// | `WXPAY_GATEWAY` | address of WeChat Pay | `https://api.mch.weixin.qq.com` |
    /// | `WXPAY_LOGIN_GATEWAY` | address of WeChat's login | `https://api.weixin.qq.com` |
    /// | `WXPAY_NOTIFY_URL` | where WeChat Pay sends notifications, at most 255 characters | error, or an address on this machine when the gateway is on it too |
    /// | `WXPAY_SPBILL_CREATE_IP` | address of the machine that calls WeChat Pay | `127.0.0.1` |
    /// | `WXPAY_DATABASE` | a file, or `:memory:` | `wxpay-merchant.db` |
    /// | `WXPAY_TOKEN_KEY` | at least 32 characters | random: tokens end with the process |
    /// | `WXPAY_ORDER_MINUTES` | how long an order can be paid, 5 to 10080 minutes | 1440, a day |
    /// | `WXPAY_LOGIN_LIMIT` | logins from one address in a minute, 0 for any number | 30 |
    /// | `WXPAY_PREPAY_LIMIT` | prepays of one buyer in a minute, 0 for any number | 60 |
    /// | `WXPAY_ADDRESS_HEADER` | header in which one's own proxy tells the client's address | the peer's address; one of this machine is not counted |
    ///
    /// Secrets and keys may be given as a file instead: `WXPAY_API_V3_KEY_FILE`,
    /// `WXPAY_PRIVATE_KEY_FILE` and so on.
    ///
    /// # Errors
    /// Names the variable that is missing or has a wrong form, never its value.
    pub fn from_env(read: impl Fn(&str) -> Option<String>) -> Result<Self, Error> {
        let vars = Variables(&read);
        let gateway = vars.address("WXPAY_GATEWAY", GATEWAY)?;
        let is_v3 = vars.is_v3()?;
        let mut config = Self {
            apps: vars.apps()?,
            mch_id: vars.mch_id()?,
            sign_type: if is_v3 { SignType::Rsa } else { vars.sign_type()? },
            v2: vars.v2(!is_v3)?,
            v3: vars.v3(is_v3)?,
            client_certificate: vars.client_certificate()?,
            notifies_itself: true,
            notify_url: String::new(),
            gateway,
            login_gateway: vars.address("WXPAY_LOGIN_GATEWAY", LOGIN_GATEWAY)?,
            spbill_create_ip: vars.spbill_create_ip()?,
            database: vars.get("WXPAY_DATABASE").unwrap_or_else(|| DATABASE.into()),
            token_key: vars.token_key()?,
            order_lives: vars.order_lives()?,
            limits: vars.limits()?,
            patience: PATIENCE,
            connections: CONNECTIONS,
            roots: None,
        };
        if let Some(notify_url) = vars.notify_url(&config.gateway)? {
            config = Self { notify_url, notifies_itself: false, ..config };
        }
        Ok(config.listening_on(ADDRESS))
    }

    /// Tells where the backend listens, `http://127.0.0.1:8800` unless told: without WXPAY_NOTIFY_URL a
    /// gateway on the same machine sends its notifications there.
    #[must_use]
    pub fn listening_on(mut self, address: &str) -> Self {
        if self.notifies_itself {
            let path = if self.sign_type == SignType::Rsa { "/notify/v3" } else { "/notify/v2" };
            self.notify_url = [address, path].concat();
        }
        self
    }

    /// Waits for WeChat at most this long in one call instead of four seconds.
    #[must_use]
    pub fn with_patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Serves at most so many connections at once instead of 800, and waits at most so long for a whole
    /// request: `head` instead of 30 seconds, `body` instead of ten.
    #[must_use]
    pub fn with_connections(self, most: usize, head: Duration, body: Duration) -> Self {
        Self { connections: Connections { most, head, body }, ..self }
    }

    /// Trusts these root certificates (PEM) for [`Self::gateway`], instead of those of the web: for a
    /// gateway of one's own.
    #[must_use]
    pub fn with_roots(self, pem: &str) -> Self {
        Self { roots: Some(pem.to_owned()), ..self }
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
