//! The apps whose users buy here: the mini program, and an official account (公众号) with its pages, each
//! under an appid and a secret of its own. A user has another openid in each, so what is one app's is never
//! the other's. Never here: what a login asks of WeChat (`login`).

use wxpay_mini::value::AppId;

use crate::secret::Secret;

/// Where an app runs, and so how its users log in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `wx.login` and `/sns/jscode2session`.
    MiniProgram,
    /// Web authorisation (网页授权) and `/sns/oauth2/access_token`.
    OfficialAccount,
}

/// An app at WeChat.
#[derive(Clone, Debug)]
pub(crate) struct App {
    pub(crate) kind: Kind,
    pub(crate) id: AppId,
    pub(crate) secret: Secret,
}

/// All apps of the merchant.
#[derive(Clone, Debug)]
pub(crate) struct Apps {
    pub(crate) mini_program: App,
    pub(crate) official_account: Option<App>,
}

impl Apps {
    /// The app of that id; where none is named, the mini program.
    pub(crate) fn named(&self, id: Option<&str>) -> Option<&App> {
        match id {
            None => Some(&self.mini_program),
            Some(id) => self.all().find(|app| app.id.as_str() == id),
        }
    }

    /// The ids, for a question that takes two: one app's stands for both.
    pub(crate) fn ids(&self) -> [String; 2] {
        let id = |app: &App| app.id.as_str().to_owned();
        let mini_program = id(&self.mini_program);
        [mini_program.clone(), self.official_account.as_ref().map_or(mini_program, id)]
    }

    fn all(&self) -> impl Iterator<Item = &App> {
        std::iter::once(&self.mini_program).chain(&self.official_account)
    }
}
