//! What must survive the death of the app: the orders for which a cashier was opened and whose fate is
//! not final. A text that the glue keeps in storage; a list by order, one line each, versioned, without
//! secrets. It never decides anything. The glue reads it too, where there is no machine (journal.js).

use crate::error::{Code, Error};
use crate::text::{self, cut, digits};
use crate::untrusted::Raw;
use crate::value::{Fen, OutTradeNo};

/// The first line. The glue keeps every version under a name of its own, so an older or newer version
/// is never overwritten by this one.
const VERSION: &str = "wxpay-mini 1";
/// More entries than this are not kept; settled ones go first, then the oldest.
const LIMIT: usize = 32;

/// One order whose fate is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The page's key of the order.
    pub order_key: String,
    /// The merchant's number; none where prepay did not tell it.
    pub out_trade_no: Option<OutTradeNo>,
    /// The amount; none where prepay did not tell it.
    pub total: Option<Fen>,
    /// When the cashier was opened, in seconds since 1970.
    pub since: u32,
    /// Cashiers of this order that were opened and not seen to close, at most [`Entry::MANY`]: they are WeChat's,
    /// and outlive an app that was killed. Also one where the backend said that nothing is to be paid, until a
    /// query confirms it. With none, a query has said that nothing is paid, and the next start confirms it.
    pub open: u32,
}

impl Entry {
    /// Two or more. Once an earlier cashier was not seen to close, the next one that closes leaves one.
    pub const MANY: u32 = 2;

    /// Takes over what it does not know itself.
    pub(crate) fn learn(&mut self, other: Self) {
        self.out_trade_no = self.out_trade_no.take().or(other.out_trade_no);
        self.total = self.total.or(other.total);
    }

    /// The merchant's number; empty where prepay did not tell it.
    pub fn number(&self) -> &str {
        self.out_trade_no.as_ref().map_or("", |number| number.as_str())
    }
}

/// The list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Journal {
    entries: Vec<Entry>,
}

impl Journal {
    /// Reads what storage held. What cannot be read is left out and told as a warning; the other lines
    /// stay.
    pub fn read(raw: Raw<'_>) -> (Self, Option<Error>) {
        let mut journal = Self::default();
        let text = match raw {
            Raw::Missing | Raw::Null => return (journal, None),
            Raw::Text("") => return (journal, None),
            Raw::Text(text) => text,
            other => return (journal, Some(unreadable(&other.describe()))),
        };
        let (first, mut rest) = cut(text, b'\n');
        if first != VERSION {
            return (journal, Some(unreadable(first)));
        }
        let mut warning = None;
        while let Some(lines) = rest {
            let (line, behind) = cut(lines, b'\n');
            match entry(line) {
                Some(entry) => journal.put(entry),
                None => warning = Some(unreadable(line)),
            }
            rest = behind;
        }
        (journal, warning)
    }

    /// The text to keep.
    pub fn text(&self) -> String {
        let mut text = String::from(VERSION);
        for entry in &self.entries {
            let total = entry.total.map_or_else(String::new, |total| digits(total.get().into()));
            for part in ["\n", &entry.order_key, "\t", entry.number(), "\t", &total] {
                text.push_str(part);
            }
            // the full stop tells a whole line from one that was cut
            for part in ["\t", &digits(entry.since.into()), "\t", &digits(entry.open.into()), "\t."]
            {
                text.push_str(part);
            }
        }
        text
    }

    /// The entry of an order.
    pub fn get(&self, order_key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.order_key == order_key)
    }

    /// Adds an entry, or replaces the one of the same order.
    pub fn put(&mut self, entry: Entry) {
        self.remove(&entry.order_key);
        if self.entries.len() >= LIMIT {
            // swapped out, not moved up: the order in the list means nothing
            let least = self.entries.iter().enumerate().min_by_key(|(_, e)| (e.open > 0, e.since));
            if let Some((at, _)) = least {
                self.entries.swap_remove(at);
            }
        }
        self.entries.push(entry);
    }

    /// A cashier of the order was seen to close without payment. Says whether one was open.
    pub fn close(&mut self, order_key: &str) -> bool {
        let open = self.entries.iter_mut().find(|e| e.order_key == order_key && e.open > 0);
        open.map(|entry| entry.open -= 1).is_some()
    }

    /// Forgets an order. Says whether it was there.
    pub fn remove(&mut self, order_key: &str) -> bool {
        let at = self.entries.iter().position(|entry| entry.order_key == order_key);
        at.map(|at| self.entries.swap_remove(at)).is_some()
    }

    /// All entries.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }
}

fn unreadable(found: &str) -> Error {
    Error::new(Code::JournalUnreadable, "").found(found)
}

fn entry(line: &str) -> Option<Entry> {
    let mut rest = Some(line);
    let mut next = || {
        let (part, behind) = cut(rest?, b'\t');
        rest = behind;
        Some(part)
    };
    let (order_key, number, total, since) = (next()?, next()?, next()?, next()?);
    let (open, end) = (next()?, next()?);
    if end != "." || next().is_some() || order_key.is_empty() {
        return None;
    }
    Some(Entry {
        order_key: order_key.into(),
        out_trade_no: optional(number, |text| OutTradeNo::parse(text).ok())?,
        total: optional(total, |text| Fen::parse(text).ok())?,
        since: text::number(since)?,
        open: text::number(open).filter(|open| *open <= Entry::MANY)?,
    })
}

/// `None` where the text is wrong, `Some(None)` where it is empty.
fn optional<T>(text: &str, parse: fn(&str) -> Option<T>) -> Option<Option<T>> {
    if text.is_empty() { Some(None) } else { parse(text).map(Some) }
}
