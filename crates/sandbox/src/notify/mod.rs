//! Notifications (支付结果通知): what is to be told to a merchant, when, and what came of it.
//! Never here: the rules of orders and refunds.

pub(crate) mod content;
pub(crate) mod courier;
mod post;
mod schedule;
pub(crate) mod shape;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::random;

use content::Content;
use shape::Shape;

/// One try to tell it.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Attempt {
    at: u64,
    shape: Shape,
    status: Option<u16>,
    accepted: bool,
    /// The address was one that is sent to.
    sent: bool,
    /// Why it was not accepted.
    told: String,
    millis: u64,
}

impl Attempt {
    pub(crate) fn to_json(&self) -> Value {
        json!({
            "at": self.at,
            "as": self.shape.as_str(),
            "status": self.status,
            "accepted": self.accepted,
            "told": self.told,
            "millis": self.millis,
        })
    }
}

/// How it stands with a notification.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Standing {
    /// Waits for its time.
    Waiting,
    /// Waits for a person or a test to send it.
    Held,
    Delivered,
    /// The schedule is at its end.
    GivenUp,
    /// To an address that this sandbox does not send to.
    NotSent,
}

impl Standing {
    fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Held => "held",
            Self::Delivered => "delivered",
            Self::GivenUp => "given_up",
            Self::NotSent => "not_sent",
        }
    }
}

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Notification {
    pub(crate) id: String,
    /// `id` of a notification of API v3, the same at every try.
    event_id: String,
    pub(crate) content: Content,
    out_trade_no: String,
    out_refund_no: Option<String>,
    url: String,
    pub(crate) pub_key: bool,
    made_at: u64,
    standing: Standing,
    due: u64,
    #[serde(skip)]
    in_flight: bool,
    /// Tries of the schedule, without those that somebody asked for.
    tries: usize,
    pub(crate) attempts: Vec<Attempt>,
}

/// What is to be told.
pub(crate) struct News {
    pub(crate) content: Content,
    pub(crate) out_trade_no: String,
    pub(crate) out_refund_no: Option<String>,
    pub(crate) url: String,
    pub(crate) pub_key: bool,
    /// When it is true.
    pub(crate) at: u64,
}

/// All notifications, oldest first. The id of one is `n` and its number, from 1.
#[derive(Default)]
pub(crate) struct Notifications {
    all: Vec<Notification>,
}

impl Notifications {
    pub(crate) fn add(&mut self, news: News, held: bool) {
        let hex = random::hex(32);
        let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
        let event_id =
            [part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)].join("-");
        self.all.push(Notification {
            id: format!("n{}", self.all.len() + 1),
            event_id,
            content: news.content,
            out_trade_no: news.out_trade_no,
            out_refund_no: news.out_refund_no,
            url: news.url,
            pub_key: news.pub_key,
            made_at: news.at,
            standing: if held { Standing::Held } else { Standing::Waiting },
            due: news.at,
            in_flight: false,
            tries: 0,
            attempts: Vec::new(),
        });
    }

    pub(crate) fn all(&self) -> &[Notification] {
        &self.all
    }

    pub(crate) fn restore(&mut self, all: Vec<Notification>) {
        self.all = all;
    }

    pub(crate) fn get(&self, id: &str) -> Option<&Notification> {
        self.all.iter().find(|notification| notification.id == id)
    }

    pub(crate) fn get_mut(&mut self, id: &str) -> Option<&mut Notification> {
        self.all.iter_mut().find(|notification| notification.id == id)
    }

    fn waiting(&self) -> impl Iterator<Item = &Notification> {
        self.all.iter().filter(|n| n.standing == Standing::Waiting && !n.in_flight)
    }

    /// The ids of what must be sent now; each is given out once.
    fn take_due(&mut self, now: u64) -> Vec<String> {
        let due = self
            .all
            .iter_mut()
            .filter(|n| n.standing == Standing::Waiting && !n.in_flight && n.due <= now);
        due.map(|notification| {
            notification.in_flight = true;
            notification.id.clone()
        })
        .collect()
    }

    pub(crate) fn next_due(&self) -> Option<u64> {
        self.waiting().map(|notification| notification.due).min()
    }

    /// A try of the schedule is over.
    fn came_back(&mut self, id: &str, attempt: Option<&Attempt>, now: u64) {
        let Some(notification) = self.get_mut(id) else { return };
        notification.in_flight = false;
        notification.tries += 1;
        // Somebody may have delivered it meanwhile.
        if notification.standing != Standing::Waiting {
            return;
        }
        notification.standing = match attempt {
            Some(attempt) if attempt.accepted => Standing::Delivered,
            Some(attempt) if !attempt.sent => Standing::NotSent,
            _ => match schedule::pause_after(notification.tries) {
                Some(pause) => {
                    notification.due = now + pause;
                    Standing::Waiting
                }
                None => Standing::GivenUp,
            },
        };
    }

    /// Somebody had it sent and it was accepted.
    pub(crate) fn delivered(&mut self, id: &str) {
        if let Some(notification) = self.get_mut(id) {
            notification.standing = Standing::Delivered;
        }
    }

    /// Lets go what was held.
    pub(crate) fn release(&mut self, now: u64) {
        for notification in self.all.iter_mut().filter(|n| n.standing == Standing::Held) {
            notification.standing = Standing::Waiting;
            notification.due = notification.due.max(now);
        }
    }

    /// Something is on its way, or ought to be.
    pub(crate) fn is_busy(&self, now: u64) -> bool {
        let due = |n: &Notification| n.standing == Standing::Waiting && n.due <= now;
        self.all.iter().any(|notification| notification.in_flight || due(notification))
    }

    /// As `/_sandbox/notifications` shows them.
    pub(crate) fn show(&self) -> Value {
        self.all.iter().map(show).collect()
    }
}

fn show(notification: &Notification) -> Value {
    let waiting = notification.standing == Standing::Waiting;
    json!({
        "id": notification.id,
        "api": notification.content.api(),
        "about": if notification.out_refund_no.is_some() { "refund" } else { "payment" },
        "outTradeNo": notification.out_trade_no,
        "outRefundNo": notification.out_refund_no,
        "url": notification.url,
        "state": notification.standing.as_str(),
        "next": waiting.then_some(notification.due),
        "attempts": notification.attempts.iter().map(Attempt::to_json).collect::<Vec<_>>(),
    })
}
