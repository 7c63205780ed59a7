//! What the glue tells the machine.

use super::failure::Failure;
use crate::answer;
use crate::cashier::Words;
use crate::error::{Code, Error};
use crate::text::{characters, digits};
use crate::untrusted::{Fields, Raw};
use crate::value::{Fen, OutTradeNo};

/// Something happened.
pub enum Event<'a> {
    /// This is what storage held when the app started. The first event, before any other; where storage
    /// could not be read then, it may come later, and what was learnt meanwhile stays.
    Start {
        /// The journal: a text, or nothing.
        journal: Raw<'a>,
    },
    /// The page wants this order paid.
    Tap {
        /// The page's key of the order.
        order_key: &'a str,
        /// The parameters, where the page has them already and prepay is not needed.
        answer: Option<Raw<'a>>,
    },
    /// The page wants to know what became of old orders: those of the journal, and these.
    Resume {
        /// Orders that the backend has on its list of open ones.
        orders: Vec<Listed<'a>>,
    },
    /// The app has come back to the foreground.
    Foreground,
    /// A command came to its end.
    Answer {
        /// The number of the command.
        id: u32,
        /// How it ended.
        happening: Happening<'a>,
    },
}

/// An order of the backend's list, with what the list tells of it.
#[derive(Clone, Debug)]
pub struct Listed<'a> {
    /// The page's key of the order.
    pub order_key: &'a str,
    /// The merchant's number.
    pub out_trade_no: Option<OutTradeNo>,
    /// The amount.
    pub total: Option<Fen>,
}

/// The ends of commands.
pub enum Happening<'a> {
    /// Logged in.
    LoggedIn,
    /// Login failed.
    LoginFailed(Failure<'a>),
    /// The backend answered prepay.
    Prepared(Raw<'a>),
    /// The backend did not answer prepay, or with an error.
    PrepayFailed(Failure<'a>),
    /// The journal is in storage.
    Saved,
    /// Storage did not take the journal.
    SaveFailed(Failure<'a>),
    /// The cashier called back.
    Closed(Words),
    /// The backend answered a query.
    Queried(Raw<'a>),
    /// The backend did not answer a query, or with an error.
    QueryFailed(Failure<'a>),
    /// The time of a wait is over.
    Elapsed,
}

const ORDER_KEY: &str = "visible characters, 1-64";
const EVENT: &str = "event";

impl<'a> Event<'a> {
    /// Reads an event as the glue spells it. Fails only for misuse: an unknown type, or a key or
    /// number that is missing.
    pub fn read(object: Fields<'a>) -> Result<Self, Error> {
        let kind = object.get("type").text("type")?;
        match kind {
            "start" => return Ok(Self::Start { journal: object.get("journal") }),
            "foreground" => return Ok(Self::Foreground),
            "tap" => {
                let order_key = order_key(object.get("orderKey"))?;
                let answer = object.get("answer");
                let answer = (!matches!(answer, Raw::Missing)).then_some(answer);
                return Ok(Self::Tap { order_key, answer });
            }
            "resume" => return orders(object).map(|orders| Self::Resume { orders }),
            _ => {}
        }
        let happening = match kind {
            "loggedIn" => Happening::LoggedIn,
            "loginFailed" => Happening::LoginFailed(Failure::read(object)),
            "prepared" => Happening::Prepared(object.get("answer")),
            "prepayFailed" => Happening::PrepayFailed(Failure::read(object)),
            "closed" => Happening::Closed(match object.get("end") {
                Raw::Object(end) => Words::read(end),
                _ => Words::default(),
            }),
            "saved" => Happening::Saved,
            "saveFailed" => Happening::SaveFailed(Failure::read(object)),
            "queried" => Happening::Queried(object.get("answer")),
            "queryFailed" => Happening::QueryFailed(Failure::read(object)),
            "elapsed" => Happening::Elapsed,
            _ => return Err(Error::malformed("type", kind, EVENT)),
        };
        let id = object.get("id");
        match id.integer().map(u32::try_from) {
            Some(Ok(id)) => Ok(Self::Answer { id, happening }),
            _ => Err(Error::new(Code::WrongType, "id").found(&id.describe()).expecting(EVENT)),
        }
    }
}

/// A key that can stand in a line of the journal and in the path of a URL.
fn order_key(raw: Raw<'_>) -> Result<&str, Error> {
    let key = raw.text("orderKey")?;
    let visible = key.bytes().all(|b| b > b' ' && b != 0x7f);
    match visible && characters(key) <= 64 {
        true => Ok(key),
        false => Err(Error::malformed("orderKey", key, ORDER_KEY)),
    }
}

/// At most as many as a page shows; more would keep the buyer's phone busy.
const ORDERS: u64 = 20;

fn orders(object: Fields<'_>) -> Result<Vec<Listed<'_>>, Error> {
    let length = object.get("length").integer().unwrap_or(0).min(ORDERS);
    let mut orders = Vec::new();
    for at in 0..length {
        let order = object.get(&digits(at)).object("orders")?;
        orders.push(Listed {
            order_key: order_key(order.get("orderKey"))?,
            out_trade_no: answer::out_trade_no(order)?,
            total: answer::total(order)?,
        });
    }
    Ok(orders)
}
