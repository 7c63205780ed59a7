//! The cashier (收银台) that WeChat shows over a mini program: who may open it, and what the
//! buyer does there. Never here: HTTP, and the order's own rules.

mod checks;
mod handed;
mod refusal;

use serde_json::{Value, json};

use crate::explain::SignatureCase;
use crate::log::{Entry, Kind};
use crate::sandbox::{Sandbox, State};

pub(crate) use handed::Handed;
use refusal::Words;

/// How a cashier ended: which callback of `wx.requestPayment` runs, and with what.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Ending {
    /// `success` or `fail`; none where no callback runs, for the client is gone.
    pub(crate) callback: Option<&'static str>,
    pub(crate) result: Value,
}

impl Ending {
    pub(crate) fn to_json(&self) -> Value {
        json!({ "callback": self.callback, "result": self.result })
    }
}

/// What the buyer can do in an open cashier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    Pay,
    Cancel,
    /// Tries to pay with too little money: WeChat says so and the cashier stays open.
    NotEnough,
    /// Puts the phone away: the cashier stays on screen and no callback ever comes.
    WalkAway,
    /// Closes WeChat: no callback ever comes.
    Kill,
    /// The money is taken, then WeChat is gone: no callback ever comes.
    PayAndKill,
    /// The money is taken, but the client's callback says that the buyer cancelled.
    PaySeenAsCancel,
}

impl Act {
    pub(crate) fn read(text: &str) -> Option<Self> {
        Some(match text {
            "pay" => Self::Pay,
            "cancel" => Self::Cancel,
            "not-enough" => Self::NotEnough,
            "walk-away" => Self::WalkAway,
            "kill" => Self::Kill,
            "pay-and-kill" => Self::PayAndKill,
            "pay-seen-as-cancel" => Self::PaySeenAsCancel,
            _ => return None,
        })
    }
}

/// Why a cashier could not be acted on, which is not WeChat's answer but this sandbox's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoAct {
    Unknown,
    Ended,
}

struct Cashier {
    out_trade_no: String,
    prepay_id: String,
    ending: Option<Ending>,
    /// The buyer went away; it will not end.
    left: bool,
}

/// All cashiers that ever opened. The id of one is `c` and its number, from 1.
#[derive(Default)]
pub(crate) struct Cashiers {
    all: Vec<Cashier>,
}

impl Cashiers {
    pub(crate) fn open(&mut self, out_trade_no: &str, prepay_id: &str) -> String {
        let (out_trade_no, prepay_id) = (out_trade_no.to_owned(), prepay_id.to_owned());
        self.all.push(Cashier { out_trade_no, prepay_id, ending: None, left: false });
        format!("c{}", self.all.len())
    }

    fn index(&self, id: &str) -> Option<usize> {
        let number: usize = id.strip_prefix('c')?.parse().ok()?;
        (1..=self.all.len()).contains(&number).then(|| number - 1)
    }

    /// `Some(None)` while it is open.
    pub(crate) fn ending(&self, id: &str) -> Option<Option<Ending>> {
        Some(self.all.get(self.index(id)?)?.ending.clone())
    }
}

/// What the buyer sees in an open cashier.
fn show(state: &State, sandbox: &Sandbox, id: &str, out_trade_no: &str) -> Value {
    let order = state.books.order(out_trade_no);
    json!({
        "state": "open",
        "id": id,
        "outTradeNo": out_trade_no,
        "total": order.map_or(0, |order| order.total),
        "body": order.map_or("", |order| order.field("body")),
        "merchant": sandbox.account().mch_name,
    })
}

/// The cashiers on screen, oldest first.
pub(crate) fn show_open(sandbox: &Sandbox) -> Value {
    let state = sandbox.state();
    let open = state.cashiers.all.iter().enumerate().filter(|(_, c)| c.ending.is_none() && !c.left);
    open.map(|(n, c)| show(&state, sandbox, &format!("c{}", n + 1), &c.out_trade_no)).collect()
}

/// A mini program calls `wx.requestPayment`: the cashier opens, or is refused in WeChat's words.
pub(crate) fn request(sandbox: &Sandbox, handed: &Handed) -> Value {
    let mut state = sandbox.state();
    let refused = match checks::judge(&state, sandbox.account(), sandbox.keys(), handed) {
        Ok(out_trade_no) => {
            if let Some(order) = state.books.order_mut(&out_trade_no) {
                order.cashiers_opened += 1;
            }
            let id = state.cashiers.open(&out_trade_no, handed.prepay_id());
            let shown = show(&state, sandbox, &id, &out_trade_no);
            let summary = format!("cashier {id} opened for {out_trade_no}");
            state.record(entry(summary, true, json!({ "handed": handed.masked() })));
            return shown;
        }
        Err(refused) => refused,
    };
    if let Some(order) = refused.out_trade_no.as_deref().and_then(|no| state.books.order_mut(no)) {
        order.refusals.push(refused.reason.clone());
    }
    let form = state.settings.signature_refusal;
    drop(state);
    let mismatch: Option<&SignatureCase> = refused.mismatch.as_deref();
    let explanation = sandbox.explanation(mismatch);
    let mut answer = refused.words.to_json(form);
    let detail = json!({
        "handed": handed.masked(),
        "answer": answer,
        "outTradeNo": refused.out_trade_no,
        "reason": refused.reason,
        "explanation": explanation,
    });
    let summary = format!("cashier refused: {}", refused.reason);
    let mut state = sandbox.state();
    if refused.words == Words::Signature {
        let told = explanation.as_ref().map(|text| json!({ "explanation": text }));
        state.remember_refused("wx.requestPayment", &refused.reason, told.as_ref());
    }
    state.record(entry(summary, false, detail));
    drop(state);
    answer["state"] = "refused".into();
    answer["reason"] = refused.reason.into();
    answer
}

/// The buyer acts. Gives the callback that runs, or what is on screen where none does.
pub(crate) fn act(sandbox: &Sandbox, id: &str, act: Act) -> Result<Value, NoAct> {
    let mut state = sandbox.state();
    let index = state.cashiers.index(id).ok_or(NoAct::Unknown)?;
    let cashier = &state.cashiers.all[index];
    if cashier.ending.is_some() || cashier.left {
        return Err(NoAct::Ended);
    }
    let (out_trade_no, prepay_id) = (cashier.out_trade_no.clone(), cashier.prepay_id.clone());
    let cancelled = || Ending { callback: Some("fail"), result: Words::cancel() };
    let gone = || Ending { callback: None, result: Value::Null };
    let mut paid = false;
    let ending = match act {
        Act::Cancel => Some(cancelled()),
        Act::Kill => Some(gone()),
        Act::NotEnough | Act::WalkAway => None,
        Act::Pay | Act::PayAndKill | Act::PaySeenAsCancel => {
            let ending = pay(&mut state, sandbox, &out_trade_no, &prepay_id);
            paid = ending.callback == Some("success");
            Some(match act {
                Act::PayAndKill => gone(),
                Act::PaySeenAsCancel if paid => cancelled(),
                _ => ending,
            })
        }
    };
    let did = match (act, paid) {
        (Act::Cancel, _) => "cancelled",
        (Act::NotEnough, _) => "has not enough money",
        (Act::WalkAway, _) => "walked away",
        (Act::Kill, _) => "closed WeChat",
        (Act::Pay, true) => "paid",
        (Act::PayAndKill, true) => "paid and closed WeChat",
        (Act::PaySeenAsCancel, true) => "paid, and the client says cancelled",
        (_, false) => "could not pay",
    };
    let shown = match &ending {
        Some(ending) => ending.to_json(),
        None if act == Act::WalkAway => json!({ "state": "left" }),
        // No client's words are on record; the cashier stays, as after any payment that failed.
        None => json!({ "state": "open", "dialog": "余额不足，请更换支付方式" }),
    };
    if let Some(cashier) = state.cashiers.all.get_mut(index) {
        cashier.left = act == Act::WalkAway;
        cashier.ending = ending;
    }
    state.record(Entry {
        kind: Kind::Buyer,
        method: "POST".into(),
        path: format!("/_sandbox/cashier/{id}"),
        summary: format!("the buyer {did} in cashier {id}, order {out_trade_no}"),
        ok: paid,
        detail: shown.clone(),
    });
    drop(state);
    sandbox.tell_waiting();
    sandbox.call_courier();
    Ok(shown)
}

/// What stood in the way of opening stands in the way of paying: a cashier may have been open for long,
/// and several may be open for one order, whose money is taken once.
fn pay(state: &mut State, sandbox: &Sandbox, out_trade_no: &str, prepay_id: &str) -> Ending {
    let refused = match checks::judge_payment(state, prepay_id) {
        Err(refused) => refused,
        Ok(()) if state.pay(sandbox.account(), out_trade_no) => {
            let result = json!({ "errMsg": "requestPayment:ok" });
            return Ending { callback: Some("success"), result };
        }
        Ok(()) => checks::Refused::new(Words::Closed, "the order takes no money"),
    };
    if let Some(order) = state.books.order_mut(out_trade_no) {
        order.refusals.push(refused.reason);
    }
    Ending { callback: Some("fail"), result: refused.words.result() }
}

fn entry(summary: String, ok: bool, detail: Value) -> Entry {
    let path = "/_sandbox/cashier".to_owned();
    Entry { kind: Kind::Cashier, method: "POST".into(), path, summary, ok, detail }
}
