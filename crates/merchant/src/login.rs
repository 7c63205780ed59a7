//! Login: a code becomes a buyer of the app that got it, from `wx.login` in a mini program, from web
//! authorisation (网页授权) on a page of an official account. Each is exchanged under its own appid and secret,
//! so that WeChat itself refuses one app's code in the other. The openid goes to the table of buyers;
//! session_key, access_token and refresh_token are dropped at once: nothing here needs them, and what is not
//! kept cannot leak.

use serde_json::Value;
use wxpay_mini::error::Text;

use crate::app::{App, Kind};
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
    en: "the code of wx.login or of web authorisation, 1 to 256 characters",
    zh: "wx.login 或网页授权返回的 code，1 到 256 个字符",
};

/// Which apps there are.
pub(crate) const APP_ID: Text = Text {
    en: "the appid of this shop's mini program or official account, or left out for the mini program",
    zh: "本店小程序或公众号的 appid；不填表示小程序",
};

impl Parts {
    /// Exchanges `code` in the app of that id; in the mini program where none is named.
    pub(crate) fn log_in(&self, code: &str, app_id: Option<&str>) -> Result<Login, Error> {
        let app = self.config.apps.named(app_id);
        let app = app.ok_or_else(|| Error::field(Code::FieldMalformed, "appid", &APP_ID))?;
        // with spaces: without an app id DevTools says `the code is a mock one` (github.com/Tencent/wepy/issues/325)
        let right =
            (1..=256).contains(&code.len()) && code.bytes().all(|b| matches!(b, b' '..=b'~'));
        if !right {
            return Err(Error::field(Code::FieldMalformed, "code", &CODE));
        }
        let openid = self.openid_of(app, code)?;
        let now = self.clock.seconds();
        let buyer = self.database.buyer_of(&app.id, &openid, now)?;
        tracing::info!(openid = mask(&openid), app = ?app.kind, "logged in");
        Ok(Login { token: self.tokens.make(&buyer, now), expires_in: LIVES })
    }

    /// developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_code2session;
    /// developers.weixin.qq.com/doc/service/api/webdev/access/api_snsaccesstoken
    fn openid_of(&self, app: &App, code: &str) -> Result<String, Error> {
        let (path, name) = match app.kind {
            Kind::MiniProgram => ("/sns/jscode2session", "js_code"),
            Kind::OfficialAccount => ("/sns/oauth2/access_token", "code"),
        };
        let query = [
            ("appid", app.id.as_str()),
            ("secret", app.secret.expose()),
            (name, code),
            ("grant_type", "authorization_code"),
        ];
        let answer = self.login.get(path, &query);
        read(&answer.map_err(|why| Error::new(Code::LoginUnreachable).found(&why.0))?)
    }
}

/// The openid of an answer. It holds a session_key or tokens, so nothing of it is repeated in an error.
fn read(answer: &str) -> Result<String, Error> {
    let unreadable =
        || Error::new(Code::LoginUnreachable).found("the answer is not that of WeChat's login");
    let answer: Value = serde_json::from_str(answer).map_err(|_| unreadable())?;
    // somebody who only looks (快照页) has a made-up openid, which no order can be paid with
    if answer.get("is_snapshotuser").and_then(Value::as_i64) == Some(1) {
        return Err(Error::new(Code::LoginSnapshot));
    }
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
            (r#"{"openid":"o1","access_token":"t","is_snapshotuser":1}"#, Code::LoginSnapshot),
            ("{}", Code::LoginUnreachable),
            (r#"{"openid":"","session_key":"k"}"#, Code::LoginUnreachable),
            ("<html>", Code::LoginUnreachable),
        ] {
            assert_eq!(read(answer).unwrap_err().code(), code, "{answer}");
        }
        assert_eq!(read(r#"{"openid":"o1","session_key":"k"}"#).unwrap(), "o1");
        assert_eq!(read(r#"{"errcode":0,"openid":"o1"}"#).unwrap(), "o1");
        assert_eq!(
            read(r#"{"access_token":"t","openid":"o1","is_snapshotuser":0}"#).unwrap(),
            "o1"
        );
    }
}
