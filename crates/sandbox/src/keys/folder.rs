//! The keys as files, under the names that WeChat's own downloads have where they have one.
//! Never here: who reads them.

use std::io;
use std::path::Path;

use super::{KeyError, Keys, RsaKey};
use crate::private_file;

const MERCHANT_KEY: &str = "apiclient_key.pem";
const MERCHANT_CERTIFICATE: &str = "apiclient_cert.pem";
const PUBLIC_KEY: &str = "pub_key.pem";
const PLATFORM_CERTIFICATE: &str = "wechatpay_cert.pem";
/// What only this sandbox needs: WeChat's own private halves, serial numbers and the key's id.
const OURS: &str = "sandbox-keys.json";

impl Keys {
    /// Writes all keys into `folder`, readable by its owner alone, and gives the lines
    /// `NAME=value` that tell a merchant where they are.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn write(&self, folder: &Path) -> io::Result<String> {
        std::fs::create_dir_all(folder)?;
        let folder = folder.canonicalize()?;
        let ours = serde_json::json!({
            "platformKey": self.platform.private_pem(),
            "publicKey": self.public.private_pem(),
            "publicKeyId": self.public_key_id,
            "merchantSerial": self.merchant_serial,
            "platformSerial": self.platform_serial,
        });
        for (name, text) in [
            (MERCHANT_KEY, &self.merchant.private_pem()),
            (MERCHANT_CERTIFICATE, &self.merchant_certificate),
            (PUBLIC_KEY, &self.public.public_pem()),
            (PLATFORM_CERTIFICATE, &self.platform_certificate),
            (OURS, &ours.to_string()),
        ] {
            private_file::write(&folder.join(name), text)?;
        }
        Ok(format!(
            "WXPAY_MCH_SERIAL={}\nWXPAY_PRIVATE_KEY_FILE={}\nWXPAY_CERTIFICATE_FILE={}\n\
             WXPAY_PUBLIC_KEY_ID={}\nWXPAY_PUBLIC_KEY_FILE={}\n\
             WXPAY_PLATFORM_SERIAL={}\nWXPAY_PLATFORM_CERTIFICATE_FILE={}\n",
            self.merchant_serial,
            folder.join(MERCHANT_KEY).display(),
            folder.join(MERCHANT_CERTIFICATE).display(),
            self.public_key_id,
            folder.join(PUBLIC_KEY).display(),
            self.platform_serial,
            folder.join(PLATFORM_CERTIFICATE).display(),
        ))
    }

    /// Reads what [`Keys::write`] has written; `None` when the folder holds no keys.
    ///
    /// # Errors
    /// When files are there and cannot be read, or are not those of a sandbox.
    pub fn read(folder: &Path) -> io::Result<Option<Self>> {
        let wrong = |what| io::Error::new(io::ErrorKind::InvalidData, what);
        let ours = match std::fs::read_to_string(folder.join(OURS)) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let ours: serde_json::Value = serde_json::from_str(&ours)?;
        let text = |name: &str| ours[name].as_str().unwrap_or_default();
        let file = |name: &str| std::fs::read_to_string(folder.join(name));
        let key = |text: &str| RsaKey::from_pem(text).map_err(|error: KeyError| wrong(error.0));
        let serials = [text("merchantSerial"), text("platformSerial"), text("publicKeyId")];
        if serials.iter().any(|serial| serial.is_empty()) {
            return Err(wrong("sandbox-keys.json lacks a serial number"));
        }
        Ok(Some(Self {
            merchant: key(&file(MERCHANT_KEY)?)?,
            merchant_serial: text("merchantSerial").to_owned(),
            merchant_certificate: file(MERCHANT_CERTIFICATE)?,
            platform: key(text("platformKey"))?,
            platform_serial: text("platformSerial").to_owned(),
            platform_certificate: file(PLATFORM_CERTIFICATE)?,
            rotation: super::Rotation::default(),
            public: key(text("publicKey"))?,
            public_key_id: text("publicKeyId").to_owned(),
        }))
    }
}
