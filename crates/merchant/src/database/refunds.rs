//! The table of refunds. A refund that succeeded, its line in the ledger and the state of its order are
//! one transaction.

use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params};
use wxpay_mini::value::{Fen, OutTradeNo};

use super::{Database, Heard, failed, foreign};
use crate::error::{Code, Error};
use crate::gateway::{Elsewhere, RefundFound};
use crate::order::Order;
use crate::refund::Refund;
use crate::refund_status::RefundStatus;

/// "一笔订单最多支持50次部分退款" (pay.weixin.qq.com/doc/v2/merchant, 申请退款).
const MOST_REFUNDS: u32 = 50;
/// A refund that was asked for is looked at again after this many seconds.
const FIRST_LOOK: u64 = 60;
/// The same amount within so many seconds is a line that was typed twice, unless its operator says not.
const REPEATED: u64 = 10 * 60;

pub(super) const COLUMNS: &str = "out_refund_no, out_trade_no, amount, reason, status, asked, \
    asked_by = 'elsewhere' FROM refunds";

impl Database {
    /// Writes a new refund of `order`, over `amount` fen or all that is left; gives the one that is under
    /// way instead, where this backend has asked for the same amount. Unless it is to be given back `again`,
    /// an amount that was given back just now is refused: all that is left cannot be given twice, a part can.
    pub(crate) fn enter_refund(
        &self,
        order: &Order,
        amount: Option<u32>,
        reason: &str,
        again: bool,
        now: u64,
    ) -> Result<Refund, Error> {
        let mut connection = self.connection();
        let change =
            connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
        let number = order.out_trade_no.as_str();
        let refunds = refunds_of(&change, number)?;
        let given = refunds.iter().filter(|refund| refund.status == RefundStatus::Success);
        let given: u64 = given.map(|refund| u64::from(refund.amount.get())).sum();
        let left = u64::from(order.total.get()).saturating_sub(given);
        let wanted = amount.map_or(left, u64::from);
        let mut open = refunds.iter().filter(|refund| !refund.status.is_final()).peekable();
        if let Some(first) = open.peek().copied() {
            // of the console's nobody here has asked for any, whatever it is over
            let same =
                |refund: &&Refund| !refund.elsewhere && u64::from(refund.amount.get()) == wanted;
            let under_way = || Error::new(Code::RefundUnderWay).found(&first.out_refund_no);
            return open.find(same).cloned().ok_or_else(under_way);
        }
        // first: what was typed twice may be too much the second time, and was done the first
        if !again
            && amount.is_some()
            && let Some(given) = given_lately(&change, number, wanted, now)?
        {
            return Err(Error::new(Code::RefundRepeated).found(&given));
        }
        if wanted == 0 || wanted > left || refunds.len() >= MOST_REFUNDS as usize {
            return Err(Error::new(Code::RefundTooMuch).found(&left.to_string()));
        }
        let refund = Refund {
            // by count: an operator who types it twice asks for the same one
            out_refund_no: format!("{number}-{}", refunds.len() + 1),
            out_trade_no: order.out_trade_no.clone(),
            amount: Fen::new(u32::try_from(wanted).map_err(|_| foreign("amount"))?),
            reason: reason.to_owned(),
            status: RefundStatus::Requested,
            elsewhere: false,
        };
        change
            .execute(
                "INSERT INTO refunds (out_refund_no, out_trade_no, amount, reason, status, created_at, due_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![
                    refund.out_refund_no,
                    number,
                    refund.amount.get(),
                    refund.reason,
                    refund.status.text(),
                    now,
                    now.saturating_add(FIRST_LOOK),
                ],
            )
            .map_err(failed)?;
        change.commit().map_err(failed)?;
        Ok(refund)
    }

    /// A refund by its number.
    pub(crate) fn refund(&self, out_refund_no: &str) -> Result<Option<Refund>, Error> {
        one(&self.connection(), out_refund_no)
    }

    /// Whether any refund of an order is known.
    pub(crate) fn has_refunds(&self, out_trade_no: &OutTradeNo) -> Result<bool, Error> {
        Ok(!refunds_of(&self.connection(), out_trade_no.as_str())?.is_empty())
    }

    /// Moves a refund to what WeChat Pay said of it, if that is forward.
    pub(crate) fn move_refund(
        &self,
        out_refund_no: &str,
        found: &RefundFound,
        heard: Heard,
        now: u64,
    ) -> Result<Refund, Error> {
        let mut connection = self.connection();
        let change =
            connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
        let after = advance(&change, out_refund_no, found, heard, now)?;
        change.commit().map_err(failed)?;
        Ok(after)
    }

    /// Writes down a refund of `order` that this backend did not ask for, unless it is there, and moves
    /// it to what WeChat Pay said of it. Gives also whether it was not there.
    pub(crate) fn keep_elsewhere(
        &self,
        order: &Order,
        told: &Elsewhere,
        heard: Heard,
        now: u64,
    ) -> Result<(Refund, bool), Error> {
        let mut connection = self.connection();
        let change =
            connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
        let number = told.out_refund_no.as_str();
        let is_new = match one(&change, number)? {
            Some(refund) if refund.out_trade_no != order.out_trade_no => {
                return Err(Error::new(Code::AnswerMismatch).at("out_trade_no"));
            }
            Some(refund) if refund.amount != told.amount => {
                return Err(Error::new(Code::AnswerMismatch).at("amount.refund"));
            }
            there => there.is_none(),
        };
        if is_new {
            change
                .execute(
                    "INSERT INTO refunds (out_refund_no, out_trade_no, amount, reason, status, asked_by,
                         created_at, due_at)
                     VALUES (?1, ?2, ?3, '', 'PROCESSING', 'elsewhere', ?4, ?5)",
                    params![
                        number,
                        order.out_trade_no.as_str(),
                        told.amount.get(),
                        now,
                        now.saturating_add(FIRST_LOOK),
                    ],
                )
                .map_err(failed)?;
        }
        let after = advance(&change, number, &told.found, heard, now)?;
        change.commit().map_err(failed)?;
        Ok((after, is_new))
    }
}

fn advance(
    change: &Connection,
    out_refund_no: &str,
    found: &RefundFound,
    heard: Heard,
    now: u64,
) -> Result<Refund, Error> {
    let before = one(change, out_refund_no)?.ok_or_else(|| foreign("out_refund_no"))?;
    if !before.status.may_become(found.status) {
        return Ok(before);
    }
    change
        .execute(
            "UPDATE refunds SET status = ?2, refund_id = coalesce(refund_id, ?3),
                 due_at = CASE ?4 WHEN 1 THEN NULL ELSE due_at END
             WHERE out_refund_no = ?1",
            params![out_refund_no, found.status.text(), found.refund_id, found.status.is_final()],
        )
        .map_err(failed)?;
    if found.status == RefundStatus::Success && before.status != RefundStatus::Success {
        change
            .execute(
                "INSERT INTO ledger (kind, out_trade_no, reference, amount, heard_by, entered_at)
                 VALUES ('refund', ?1, ?2, ?3, ?4, ?5)",
                params![
                    before.out_trade_no.as_str(),
                    out_refund_no,
                    before.amount.get(),
                    heard.text(),
                    now
                ],
            )
            .map_err(failed)?;
        // REFUND is WeChat Pay's word for "in part or whole"; what ended before its money came stays so
        change
            .execute(
                "UPDATE orders SET trade_state = 'REFUND'
                 WHERE out_trade_no = ?1 AND trade_state NOT IN ('CLOSED', 'REVOKED')",
                [before.out_trade_no.as_str()],
            )
            .map_err(failed)?;
    }
    one(change, out_refund_no)?.ok_or_else(|| foreign("out_refund_no"))
}

fn one(connection: &Connection, out_refund_no: &str) -> Result<Option<Refund>, Error> {
    connection
        .query_row(&format!("SELECT {COLUMNS} WHERE out_refund_no = ?1"), [out_refund_no], |row| {
            Ok(read(row))
        })
        .optional()
        .map_err(failed)?
        .transpose()
}

fn refunds_of(connection: &Connection, number: &str) -> Result<Vec<Refund>, Error> {
    let sql = format!("SELECT {COLUMNS} WHERE out_trade_no = ?1 ORDER BY rowid");
    let mut statement = connection.prepare(&sql).map_err(failed)?;
    let rows = statement.query_map([number], |row| Ok(read(row))).map_err(failed)?;
    rows.map(|row| row.map_err(failed)?).collect()
}

/// The last refund over `amount` that ended within ten minutes of `now`.
fn given_lately(
    connection: &Connection,
    number: &str,
    amount: u64,
    now: u64,
) -> Result<Option<String>, Error> {
    connection
        .query_row(
            "SELECT reference FROM ledger
             WHERE kind = 'refund' AND out_trade_no = ?1 AND amount = ?2 AND entered_at > ?3
             ORDER BY entry DESC LIMIT 1",
            params![number, amount, now.saturating_sub(REPEATED)],
            |row| row.get(0),
        )
        .optional()
        .map_err(failed)
}

pub(super) fn read(row: &Row<'_>) -> Result<Refund, Error> {
    let text = |at: usize| row.get::<_, String>(at).map_err(failed);
    Ok(Refund {
        out_refund_no: text(0)?,
        out_trade_no: OutTradeNo::parse(&text(1)?).map_err(|_| foreign("out_trade_no"))?,
        amount: Fen::new(row.get(2).map_err(failed)?),
        reason: text(3)?,
        status: RefundStatus::parse(&text(4)?).ok_or_else(|| foreign("status"))?,
        elsewhere: row.get(6).map_err(failed)?,
    })
}
