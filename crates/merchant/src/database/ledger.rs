//! What WeChat Pay said of a payment, kept in one transaction: the state of the order and the line in
//! the ledger, both or neither. It counts once, however often and by however many ways it is said.

use rusqlite::{Connection, ErrorCode, OptionalExtension, TransactionBehavior, params};
use wxpay_mini::query::TradeState;
use wxpay_mini::value::OutTradeNo;

use super::{Database, failed, foreign};
use crate::error::{Code, Error};
use crate::gateway::Found;
use crate::trade_state;

/// How the backend has heard of a movement of money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Heard {
    Notification,
    Query,
}

impl Heard {
    pub(super) fn text(self) -> &'static str {
        match self {
            Self::Notification => "notification",
            Self::Query => "query",
        }
    }
}

/// One movement of money.
#[derive(Clone, Debug)]
pub struct Entry {
    /// `payment` or `refund`.
    pub kind: String,
    /// The order.
    pub out_trade_no: String,
    /// `transaction_id` of a payment, `out_refund_no` of a refund.
    pub reference: String,
    /// In fen.
    pub amount: u32,
    /// `notification` or `query`: how the backend has heard of it.
    pub heard_by: String,
    /// Seconds since 1970.
    pub entered_at: u64,
}

/// Seconds until the refunds of an order are looked for once more.
const REFUNDS_AGAIN: u64 = 60;

/// What the tables say after something was told.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Kept {
    pub(crate) state: TradeState,
    /// Whether this was news: false for what was known already, and for what takes an order back.
    pub(crate) is_new: bool,
}

impl Database {
    /// Hands over every movement of money, the oldest first.
    pub(crate) fn ledger(&self, mut tell: impl FnMut(Entry)) -> Result<(), Error> {
        let connection = self.connection();
        let [one, other] = &self.app_ids;
        let mut statement = connection
            .prepare(
                "SELECT l.kind, l.out_trade_no, l.reference, l.amount, l.heard_by, l.entered_at
                 FROM ledger l JOIN orders o ON o.out_trade_no = l.out_trade_no
                     JOIN buyers b ON b.id = o.buyer
                 WHERE b.appid IN (?1, ?2) AND b.mch_id = ?3 ORDER BY l.entry",
            )
            .map_err(failed)?;
        let rows = statement.query_map([one, other, &self.mch_id], |row| {
            Ok(Entry {
                kind: row.get(0)?,
                out_trade_no: row.get(1)?,
                reference: row.get(2)?,
                amount: row.get(3)?,
                heard_by: row.get(4)?,
                entered_at: row.get(5)?,
            })
        });
        for row in rows.map_err(failed)? {
            tell(row.map_err(failed)?);
        }
        Ok(())
    }

    /// Moves an order to what WeChat Pay said of it, if that is forward, and enters what was paid.
    ///
    /// # Errors
    /// `AnswerMismatch` when it is another payment than the one that the order has.
    pub(crate) fn settle(
        &self,
        out_trade_no: &OutTradeNo,
        found: &Found,
        heard: Heard,
        now: u64,
    ) -> Result<Kept, Error> {
        let mut connection = self.connection();
        let change =
            connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
        let number = out_trade_no.as_str();
        let from: String = change
            .prepare_cached("SELECT trade_state FROM orders WHERE out_trade_no = ?1")
            .and_then(|mut statement| statement.query_row([number], |row| row.get(0)))
            .map_err(failed)?;
        let from = trade_state::parse(&from).ok_or_else(|| foreign("trade_state"))?;
        let to = match found.trade_state {
            // "该API只能查提交支付交易返回成功的订单": there is nothing to pay by yet
            TradeState::NotFound => TradeState::NotPay,
            state => state,
        };
        let moves = from != to && trade_state::may_follow(from, to);
        let state = if moves { to } else { from };
        let is_paid = trade_state::is_paid(to);
        // it stays due until its refunds are entered as well (`refunds_are_entered`)
        let refunds_at = (to == TradeState::Refund).then(|| now.saturating_add(REFUNDS_AGAIN));
        let mut is_new = moves;
        // also of an order that has ended without it: the state stays, and the money is there
        if let Some(id) = found.transaction_id.as_deref()
            && is_paid
        {
            is_new |= enter_payment(&change, number, id, heard, now)?;
        }
        change
            .prepare_cached(
                "UPDATE orders SET trade_state = ?2,
                     transaction_id = CASE ?4 WHEN 1 THEN coalesce(transaction_id, ?3) ELSE transaction_id END,
                     due_at = CASE WHEN ?6 NOTNULL THEN ?6 WHEN ?5 THEN NULL ELSE due_at END
                 WHERE out_trade_no = ?1",
            )
            .and_then(|mut statement| {
                statement.execute(params![
                    number,
                    trade_state::text(state),
                    found.transaction_id,
                    is_paid,
                    trade_state::is_final(state),
                    refunds_at,
                ])
            })
            .map_err(failed)?;
        change.commit().map_err(failed)?;
        Ok(Kept { state, is_new })
    }
}

impl Database {
    /// WeChat Pay's refunds of an order are all here: nothing is left to find out about it.
    pub(crate) fn refunds_are_entered(&self, out_trade_no: &OutTradeNo) -> Result<(), Error> {
        self.change(
            "UPDATE orders SET due_at = NULL WHERE out_trade_no = ?1",
            [out_trade_no.as_str()],
        )
    }
}

/// Enters a payment unless it is there. True: it was not.
fn enter_payment(
    change: &Connection,
    number: &str,
    transaction_id: &str,
    heard: Heard,
    now: u64,
) -> Result<bool, Error> {
    let another = || Error::new(Code::AnswerMismatch).at("transaction_id");
    let there: Option<String> = change
        .prepare_cached("SELECT reference FROM ledger WHERE out_trade_no = ?1 AND kind = 'payment'")
        .and_then(|mut statement| statement.query_row([number], |row| row.get(0)).optional())
        .map_err(failed)?;
    match there {
        Some(there) if there == transaction_id => return Ok(false),
        Some(_) => {
            return Err(another().because("the order has been paid with another transaction"));
        }
        None => {}
    }
    let entered = change
        .prepare_cached(
            "INSERT INTO ledger (kind, out_trade_no, reference, amount, heard_by, entered_at)
             SELECT 'payment', out_trade_no, ?2, total, ?3, ?4 FROM orders WHERE out_trade_no = ?1",
        )
        .and_then(|mut statement| {
            statement.execute(params![number, transaction_id, heard.text(), now])
        });
    match entered {
        Ok(_) => Ok(true),
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
            Err(another().because(format!("another order has this transaction: {error}")))
        }
        Err(error) => Err(failed(error)),
    }
}
