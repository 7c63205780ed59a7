//! Login: a code of `wx.login` becomes a buyer. The openid goes to the table of buyers; the
//! session_key is dropped at once: nothing here needs it, and what is not kept cannot leak.

use serde_json::Value;
use wxpay_mini::error::Text;

use crate::error::{Code, Error};
use crate::merchant::Parts;
use crate::secret::mask;
use crate::token::LIVES;

/// What the client gets.
pub(crate) struct Login {
    pub(crate) token: String,
    /// Seconds.
    pub(crate) expires_in: u64,
}

/// What a code looks like. WeChat names no limit; this one keeps nonsense away from it.
pub(crate) const CODE: Text = Text {
    en: "the code of wx.login, 1 to 256 characters",
    zh: "wx.login 返回的 code，1 到 256 个字符",
};

impl Parts {
    pub(crate) fn log_in(&self, code: &str) -> Result<Login, Error> {
        // with spaces: without an app id DevTools says `the code is a mock one` (github.com/Tencent/wepy/issues/325)
        let right =
            (1..=256).contains(&code.len()) && code.bytes().all(|b| matches!(b, b' '..=b'~'));
        if !right {
            return Err(Error::field(Code::FieldMalformed, "code", &CODE));
        }
        let openid = self.openid_of(code)?;
        let now = self.clock.seconds();
        let buyer = self.database.buyer_of(&openid, now)?;
        tracing::info!(openid = mask(&openid), "logged in");
        Ok(Login { token: self.tokens.make(&buyer, now), expires_in: LIVES })
    }

    /// developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_code2session
    fn openid_of(&self, code: &str) -> Result<String, Error> {
        let query = [
            ("appid", self.config.app_id.as_str()),
            ("secret", self.config.app_secret.expose()),
            ("js_code", code),
            ("grant_type", "authorization_code"),
        ];
        let answer = self
            .login
            .get("/sns/jscode2session", &query)
            .map_err(|why| Error::new(Code::LoginUnreachable).found(&why.0))?;
        read(&answer)
    }
}

/// The openid of an answer. It holds a session_key, so nothing of it is repeated in an error.
fn read(answer: &str) -> Result<String, Error> {
    let unreadable =
        || Error::new(Code::LoginUnreachable).found("the answer is not that of jscode2session");
    let answer: Value = serde_json::from_str(answer).map_err(|_| unreadable())?;
    // success may omit errcode
    match answer.get("errcode").and_then(Value::as_i64).unwrap_or(0) {
        0 => match answer.get("openid").and_then(Value::as_str) {
            // String(128) in unified order
            Some(openid) if (1..=128).contains(&openid.len()) => Ok(openid.to_owned()),
            _ => Err(unreadable()),
        },
        errcode => Err(refused(errcode)),
    }
}

fn refused(errcode: i64) -> Error {
    let code = match errcode {
        // invalid, used before
        40029 | 40163 => Code::LoginCodeInvalid,
        40226 => Code::LoginBlocked,
        -1 | 45011 => Code::LoginBusy,
        _ => Code::LoginRefused,
    };
    Error::new(code).found(&format!("errcode {errcode}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wechat_s_refusals_are_told_apart() {
        for (answer, code) in [
            (r#"{"errcode":40029,"errmsg":"invalid code"}"#, Code::LoginCodeInvalid),
            (r#"{"errcode":40163,"errmsg":"code been used"}"#, Code::LoginCodeInvalid),
            (r#"{"errcode":40226}"#, Code::LoginBlocked),
            (r#"{"errcode":-1,"errmsg":"system busy"}"#, Code::LoginBusy),
            (r#"{"errcode":45011}"#, Code::LoginBusy),
            (r#"{"errcode":40013,"errmsg":"invalid appid"}"#, Code::LoginRefused),
            ("{}", Code::LoginUnreachable),
            (r#"{"openid":"","session_key":"k"}"#, Code::LoginUnreachable),
            ("<html>", Code::LoginUnreachable),
        ] {
            assert_eq!(read(answer).unwrap_err().code(), code, "{answer}");
        }
        assert_eq!(read(r#"{"openid":"o1","session_key":"k"}"#).unwrap(), "o1");
        assert_eq!(read(r#"{"errcode":0,"openid":"o1"}"#).unwrap(), "o1");
    }
}
