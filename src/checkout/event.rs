//! What the glue tells the machine.

use crate::cashier::Words;
use crate::error::{Code, Error, Text};
use crate::untrusted::{Object, Raw};

/// Something happened.
pub enum Event {
    /// The page wants this order paid.
    Tap {
        /// The page's key of the order.
        order_key: String,
    },
    /// A command came to its end.
    Answer {
        /// The number of the command.
        id: u32,
        /// How it ended.
        happening: Happening,
    },
}

/// The ends of commands.
pub enum Happening {
    /// Logged in.
    LoggedIn,
    /// Login failed.
    LoginFailed(Box<Failure>),
    /// The backend answered prepay.
    Prepared(Raw),
    /// The backend did not answer prepay, or with an error.
    PrepayFailed(Box<Failure>),
    /// The cashier called back.
    Closed(Words),
    /// The backend answered a query.
    Queried(Raw),
    /// The backend did not answer a query, or with an error.
    QueryFailed(Box<Failure>),
    /// The time of a wait is over.
    Elapsed,
}

/// Why a call to the backend came to nothing.
pub struct Failure {
    /// The HTTP status, where there was an answer.
    pub status: Option<u32>,
    /// The answer's body, where there was one.
    pub answer: Raw,
    /// The client's words, where there was none.
    pub words: Words,
}

const ORDER_KEY: Text = Text {
    en: "the key of your order: 1 to 64 visible characters",
    zh: "您的订单标识：1 到 64 个可见字符",
};
const EVENT: Text = Text { en: "an event of the checkout", zh: "checkout 的事件名" };

impl Event {
    /// Reads an event as the glue spells it. Fails only for misuse: an unknown type, or a key or
    /// number that is missing.
    pub fn read(object: &dyn Object) -> Result<Self, Error> {
        let kind = object.get("type").into_text("type")?;
        if kind == "tap" {
            let order_key = object.get("orderKey").into_text("orderKey")?;
            let visible = order_key.chars().all(|c| !c.is_control() && !c.is_whitespace());
            if !visible || order_key.chars().count() > 64 {
                return Err(Error::malformed("orderKey", &order_key, &ORDER_KEY));
            }
            return Ok(Self::Tap { order_key });
        }
        let happening = match kind.as_str() {
            "loggedIn" => Happening::LoggedIn,
            "loginFailed" => Happening::LoginFailed(Failure::read(object)),
            "prepared" => Happening::Prepared(object.get("answer")),
            "prepayFailed" => Happening::PrepayFailed(Failure::read(object)),
            "closed" => Happening::Closed(match object.get("end") {
                Raw::Object(end) => Words::read(end.as_ref()),
                _ => Words::default(),
            }),
            "queried" => Happening::Queried(object.get("answer")),
            "queryFailed" => Happening::QueryFailed(Failure::read(object)),
            "elapsed" => Happening::Elapsed,
            _ => return Err(Error::malformed("type", &kind, &EVENT)),
        };
        let id = object.get("id");
        match id.integer().map(u32::try_from) {
            Some(Ok(id)) => Ok(Self::Answer { id, happening }),
            _ => Err(Error::new(Code::WrongType, "id").found(&id.describe()).expecting(&EVENT)),
        }
    }
}

impl Failure {
    fn read(object: &dyn Object) -> Box<Self> {
        Box::new(Self {
            status: object.get("status").integer().and_then(|n| u32::try_from(n).ok()),
            answer: object.get("answer"),
            words: Words::read(object),
        })
    }
}
