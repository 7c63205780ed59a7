//! The RSA keys of API v3: the merchant's, with its certificate, and the two that WeChat Pay signs
//! with. Never here: what is signed with them.

mod certificate;
mod folder;
mod pem;
mod rotation;
mod rsa;

use crate::random;

use rotation::Rotation;
pub use rsa::{KeyError, RsaKey};

/// All keys of one sandbox. The real WeChat Pay never sees the merchant's private key; this one
/// makes it, so that nobody needs a tool to try API v3, and checks with its public half alone.
pub struct Keys {
    pub(crate) merchant: RsaKey,
    pub(crate) merchant_serial: String,
    pub(crate) merchant_certificate: String,
    platform: RsaKey,
    platform_serial: String,
    platform_certificate: String,
    rotation: Rotation,
    pub(crate) public: RsaKey,
    pub(crate) public_key_id: String,
}

impl Keys {
    /// New keys for the merchant `mch_id`.
    ///
    /// # Errors
    /// When the operating system gives no randomness.
    pub fn generate(mch_id: &str) -> Result<Self, KeyError> {
        let failed = KeyError("no thread to make an RSA key in");
        let (merchant, platform, public) = std::thread::scope(|scope| {
            let others = [scope.spawn(RsaKey::generate), scope.spawn(RsaKey::generate)];
            let public = RsaKey::generate();
            let [merchant, platform] = others.map(|key| key.join().unwrap_or(Err(failed)));
            Ok((merchant?, platform?, public?))
        })?;
        // PUB_KEY_ID_ and the merchant number among more digits, as in
        // PUB_KEY_ID_0116xxxxxxxx2024xxxxxxxxxxxxxxxx (pay.weixin.qq.com/doc/v3/merchant/4013053249).
        let public_key_id = format!("PUB_KEY_ID_01{mch_id}{}", random::digits(24));
        Self::certify(mch_id, merchant, platform, public, public_key_id)
    }

    fn certify(
        mch_id: &str,
        merchant: RsaKey,
        platform: RsaKey,
        public: RsaKey,
        public_key_id: String,
    ) -> Result<Self, KeyError> {
        let now = crate::clock::machine();
        let of_merchant = certificate::make(&merchant, mch_id, now)?;
        let of_platform = certificate::make(&platform, "Tenpay.com sandbox", now)?;
        Ok(Self {
            merchant,
            merchant_serial: of_merchant.serial,
            merchant_certificate: of_merchant.pem,
            platform,
            platform_serial: of_platform.serial,
            platform_certificate: of_platform.pem,
            rotation: Rotation::default(),
            public,
            public_key_id,
        })
    }

    /// The merchant's own key: what its backend signs requests and `paySign` with.
    #[must_use]
    pub fn merchant(&self) -> &RsaKey {
        &self.merchant
    }

    /// Serial number of the merchant's certificate, for `serial_no` of `Authorization`.
    #[must_use]
    pub fn merchant_serial(&self) -> &str {
        &self.merchant_serial
    }

    /// The key behind the WeChat Pay public key.
    #[must_use]
    pub fn public(&self) -> &RsaKey {
        &self.public
    }

    /// `PUB_KEY_ID_` and digits: `Wechatpay-Serial` of what [`Keys::public`] signs.
    #[must_use]
    pub fn public_key_id(&self) -> &str {
        &self.public_key_id
    }

    /// The key of the platform certificate.
    #[must_use]
    pub fn platform(&self) -> &RsaKey {
        &self.platform
    }

    /// Serial number of the platform certificate: `Wechatpay-Serial` of what it signs.
    #[must_use]
    pub fn platform_serial(&self) -> &str {
        &self.platform_serial
    }
}
