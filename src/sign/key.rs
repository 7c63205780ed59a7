//! The merchant's secret for API v2.

use crate::error::{Code, Error};

/// The APIv2 key: 32 characters. Its `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiV2Key(String);

impl ApiV2Key {
    /// Checks the form. A key with a blank or line end around it is refused: this is how keys that
    /// are copied from a console go wrong ("千万不可以有空格",
    /// developers.weixin.qq.com/community/pay/article/doc/0000acd4888bc80ff1dcf952751413).
    pub fn parse(text: &str) -> Result<Self, Error> {
        let right = text.len() == 32 && text.bytes().all(|b| b.is_ascii_graphic());
        if right {
            return Ok(Self(text.into()));
        }
        // nothing of the key may reach a message: its length is all that is told
        let found = [&text.chars().count().to_string(), " characters"].concat();
        Err(Error::new(Code::KeyShape, "key").found(&found))
    }

    pub(super) fn expose(&self) -> &str {
        &self.0
    }
}

impl core::fmt::Debug for ApiV2Key {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("ApiV2Key(…)")
    }
}
