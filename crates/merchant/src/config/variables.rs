//! The variables, one method for each that has rules of its own. Never here: defaults that are
//! somebody's address or name; those are in `mod.rs`.

use std::net::{IpAddr, Ipv4Addr};

use wxpay_mini::error::Text;
use wxpay_mini::sign::ApiV2Key;
use wxpay_mini::value::{AppId, SignType};

use super::{AccountV2, AccountV3, ClientCertificate, Limits, shapes};
use crate::app::{App, Apps, Kind};
use crate::error::{Code, Error};
use crate::keys::{ApiV3Key, Certificate, MerchantKey, PublicKey, RefundSeal, lines};
use crate::secret::Secret;

/// A day: longer than any buyer thinks about tea.
const ORDER_MINUTES: u32 = 24 * 60;
const LOGINS: u32 = 30;
const PREPAYS: u32 = 60;

pub(super) struct Variables<'a>(pub(super) &'a dyn Fn(&str) -> Option<String>);

impl Variables<'_> {
    pub(super) fn get(&self, name: &str) -> Option<String> {
        (self.0)(name).filter(|value| !value.is_empty())
    }

    fn required(&self, name: &str, expected: &'static Text) -> Result<String, Error> {
        self.get(name).ok_or_else(|| missing(name, expected))
    }

    /// The variable itself or the content of the file that `NAME_FILE` names.
    fn text(&self, name: &str) -> Result<Option<String>, Error> {
        let file = [name, "_FILE"].concat();
        match (self.get(name), self.get(&file)) {
            (Some(text), _) => Ok(Some(text)),
            (None, None) => Ok(None),
            (None, Some(path)) => {
                let text = std::fs::read_to_string(path).map_err(|error| {
                    Error::new(Code::ConfigUnreadable).at(&file).because(error.to_string())
                })?;
                // editors end a file with a line end; anything else around a key is a mistake
                let text = text.strip_suffix('\n').unwrap_or(&text);
                Ok(Some(text.strip_suffix('\r').unwrap_or(text).to_owned()))
            }
        }
    }

    /// A text or file that is read into something, or that nobody has set.
    fn read<T>(
        &self,
        name: &str,
        expected: &'static Text,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, Error> {
        match self.text(name)? {
            None => Ok(None),
            Some(text) => read(&text).map(Some).ok_or_else(|| malformed(name, expected)),
        }
    }

    fn must<T>(
        &self,
        name: &str,
        expected: &'static Text,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<T, Error> {
        self.read(name, expected, read)?.ok_or_else(|| missing(name, expected))
    }

    pub(super) fn apps(&self) -> Result<Apps, Error> {
        let text = self.required("WXPAY_APPID", &shapes::APP_ID)?;
        let id = AppId::parse(&text).map_err(|_| malformed("WXPAY_APPID", &shapes::APP_ID))?;
        let secret =
            self.must("WXPAY_APP_SECRET", &shapes::APP_SECRET, |text| secret(text, 1, 128))?;
        let official_account = self.official_account(&id)?;
        Ok(Apps { mini_program: App { kind: Kind::MiniProgram, id, secret }, official_account })
    }

    fn official_account(&self, mini_program: &AppId) -> Result<Option<App>, Error> {
        let (name, shape) = ("WXPAY_OFFICIAL_APPID", &shapes::OFFICIAL_APP_ID);
        let (of_secret, secret_shape) = ("WXPAY_OFFICIAL_APP_SECRET", &shapes::OFFICIAL_APP_SECRET);
        let secret = self.read(of_secret, secret_shape, |text| secret(text, 1, 128))?;
        match (self.get(name), secret) {
            (None, None) => Ok(None),
            (None, Some(_)) => Err(missing(name, shape)),
            (Some(_), None) => Err(missing(of_secret, secret_shape)),
            (Some(text), Some(secret)) => {
                let id = AppId::parse(&text).ok().filter(|id| id != mini_program);
                let id = id.ok_or_else(|| malformed(name, shape))?;
                Ok(Some(App { kind: Kind::OfficialAccount, id, secret }))
            }
        }
    }

    pub(super) fn token_key(&self) -> Result<Option<Secret>, Error> {
        self.read("WXPAY_TOKEN_KEY", &shapes::TOKEN_KEY, |text| secret(text, 32, 1024))
    }

    pub(super) fn mch_id(&self) -> Result<String, Error> {
        let text = self.required("WXPAY_MCH_ID", &shapes::MCH_ID)?;
        let right = (1..=32).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        if right { Ok(text) } else { Err(malformed("WXPAY_MCH_ID", &shapes::MCH_ID)) }
    }

    pub(super) fn is_v3(&self) -> Result<bool, Error> {
        match self.get("WXPAY_API").as_deref() {
            None | Some("v2") => Ok(false),
            Some("v3") => Ok(true),
            Some(_) => Err(malformed("WXPAY_API", &shapes::API)),
        }
    }

    pub(super) fn sign_type(&self) -> Result<SignType, Error> {
        match self.get("WXPAY_SIGN_TYPE").as_deref() {
            None | Some("MD5") => Ok(SignType::Md5),
            Some("HMAC-SHA256") => Ok(SignType::HmacSha256),
            // RSA belongs to API v3
            Some(_) => Err(malformed("WXPAY_SIGN_TYPE", &shapes::SIGN_TYPE)),
        }
    }

    pub(super) fn v2(&self, needed: bool) -> Result<Option<AccountV2>, Error> {
        let (name, shape) = ("WXPAY_API_V2_KEY", &shapes::API_V2_KEY);
        let key = self.read(name, shape, |text| {
            let key = ApiV2Key::parse(text).ok()?;
            Some(AccountV2 { key, seal: RefundSeal::of(text) })
        })?;
        if needed && key.is_none() { Err(missing(name, shape)) } else { Ok(key) }
    }

    /// The account of API v3. Where it is not needed it is there as soon as its key is.
    pub(super) fn v3(&self, needed: bool) -> Result<Option<AccountV3>, Error> {
        let key = self.read("WXPAY_API_V3_KEY", &shapes::API_V3_KEY, ApiV3Key::parse)?;
        let key = match (key, needed) {
            (Some(key), _) => key,
            (None, false) => return Ok(None),
            (None, true) => return Err(missing("WXPAY_API_V3_KEY", &shapes::API_V3_KEY)),
        };
        Ok(Some(AccountV3 {
            key,
            private_key: self.must(
                "WXPAY_PRIVATE_KEY",
                &shapes::PRIVATE_KEY,
                MerchantKey::parse,
            )?,
            serial_no: self.serial_no()?,
            public_key: self.public_key()?,
        }))
    }

    fn serial_no(&self) -> Result<String, Error> {
        let name = "WXPAY_MCH_SERIAL";
        match self.get(name) {
            Some(text) => {
                let right =
                    (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_hexdigit());
                if right { Ok(text) } else { Err(malformed(name, &shapes::SERIAL_NO)) }
            }
            None => {
                let read = |text: &str| Some(Certificate::parse(text)?.serial_no);
                let found = self.read("WXPAY_CERTIFICATE", &shapes::CERTIFICATE, read)?;
                found.ok_or_else(|| missing(name, &shapes::SERIAL_NO))
            }
        }
    }

    fn public_key(&self) -> Result<Option<(String, PublicKey)>, Error> {
        let (name, id) = ("WXPAY_PUBLIC_KEY", "WXPAY_PUBLIC_KEY_ID");
        let key = self.read(name, &shapes::PUBLIC_KEY, PublicKey::parse)?;
        match (self.get(id), key) {
            (None, None) => Ok(None),
            (Some(text), Some(key)) if text.starts_with("PUB_KEY_ID_") && text.len() <= 64 => {
                Ok(Some((text, key)))
            }
            (Some(_), Some(_)) => Err(malformed(id, &shapes::PUBLIC_KEY_ID)),
            (Some(_), None) => Err(missing(name, &shapes::PUBLIC_KEY)),
            (None, Some(_)) => Err(missing(id, &shapes::PUBLIC_KEY_ID)),
        }
    }

    pub(super) fn client_certificate(&self) -> Result<Option<ClientCertificate>, Error> {
        // TLS reads PEM strictly
        let read = |text: &str| Certificate::parse(text).and_then(|_| lines(text));
        let certificate = self.read("WXPAY_CERTIFICATE", &shapes::CERTIFICATE, read)?;
        let read = |text: &str| Some(Secret::new(MerchantKey::parse(text).and(lines(text))?));
        let private_key = self.read("WXPAY_PRIVATE_KEY", &shapes::PRIVATE_KEY, read)?;
        let both = certificate.zip(private_key);
        Ok(both.map(|(certificate, private_key)| ClientCertificate { certificate, private_key }))
    }

    pub(super) fn address(&self, name: &str, otherwise: &str) -> Result<String, Error> {
        let text = self.get(name).unwrap_or_else(|| otherwise.into());
        let bare = text.trim_end_matches('/');
        if is_address(bare) && !bare.contains('?') {
            Ok(bare.to_owned())
        } else {
            Err(malformed(name, &shapes::ADDRESS))
        }
    }

    /// None: it is this backend's own, since the gateway is on the same machine.
    pub(super) fn notify_url(&self, gateway: &str) -> Result<Option<String>, Error> {
        let name = "WXPAY_NOTIFY_URL";
        match self.get(name) {
            Some(text) if is_address(&text) && !text.contains('?') && text.len() <= 255 => {
                Ok(Some(text))
            }
            Some(_) => Err(malformed(name, &shapes::NOTIFY_URL)),
            None if is_loopback(gateway) => Ok(None),
            None => Err(missing(name, &shapes::NOTIFY_URL)),
        }
    }

    pub(super) fn spbill_create_ip(&self) -> Result<IpAddr, Error> {
        let name = "WXPAY_SPBILL_CREATE_IP";
        self.get(name).map_or(Ok(Ipv4Addr::LOCALHOST.into()), |text| {
            text.parse().map_err(|_| malformed(name, &shapes::IP))
        })
    }

    /// Seconds.
    pub(super) fn order_lives(&self) -> Result<u64, Error> {
        let minutes = self.number("WXPAY_ORDER_MINUTES", ORDER_MINUTES, &shapes::ORDER_MINUTES)?;
        // unpaid orders are closed by WeChat Pay itself after seven days
        // (pay.weixin.qq.com/doc/v3/merchant/4012791897)
        if (5..=7 * 24 * 60).contains(&minutes) {
            Ok(u64::from(minutes) * 60)
        } else {
            Err(malformed("WXPAY_ORDER_MINUTES", &shapes::ORDER_MINUTES))
        }
    }

    pub(super) fn limits(&self) -> Result<Limits, Error> {
        let name = "WXPAY_ADDRESS_HEADER";
        let header = self.get(name).map(|text| text.to_ascii_lowercase());
        let right = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if header.as_deref().is_some_and(|text| !right(text)) {
            return Err(malformed(name, &shapes::ADDRESS_HEADER));
        }
        Ok(Limits {
            login: self.number("WXPAY_LOGIN_LIMIT", LOGINS, &shapes::LIMIT)?,
            prepay: self.number("WXPAY_PREPAY_LIMIT", PREPAYS, &shapes::LIMIT)?,
            address_header: header,
        })
    }

    fn number(&self, name: &str, otherwise: u32, shape: &'static Text) -> Result<u32, Error> {
        self.get(name).map_or(Ok(otherwise), |text| {
            let number = text.parse().ok().filter(|number| *number <= 1_000_000);
            number.ok_or_else(|| malformed(name, shape))
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

fn secret(text: &str, least: usize, most: usize) -> Option<Secret> {
    let right = (least..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic());
    right.then(|| Secret::new(text.into()))
}

fn missing(name: &str, expected: &'static Text) -> Error {
    Error::field(Code::ConfigMissing, name, expected)
}

fn malformed(name: &str, expected: &'static Text) -> Error {
    Error::field(Code::ConfigMalformed, name, expected)
}
