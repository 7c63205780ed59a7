//! What has to be looked at again, and when: it is in the tables, so that a restart forgets nothing.
//! Never here: how long to wait; the plan is in `src/pursuit.rs`.

use rusqlite::params;
use wxpay_mini::value::OutTradeNo;

use super::{Database, failed, orders, refunds};
use crate::error::Error;
use crate::order::Order;
use crate::refund::Refund;

/// Something that is due, and how often it was looked at before.
pub(crate) struct Due<T> {
    pub(crate) what: T,
    pub(crate) asked: u32,
}

impl Database {
    /// Orders that are due at `now` (seconds), those that wait longest first.
    pub(crate) fn due_orders(&self, now: u64, most: u32) -> Result<Vec<Due<Order>>, Error> {
        let connection = self.connection();
        let [one, other] = &self.app_ids;
        let sql = format!(
            "SELECT {} WHERE o.due_at <= ?1 AND b.appid IN (?2, ?3) AND b.mch_id = ?4
             ORDER BY o.due_at LIMIT ?5",
            orders::COLUMNS
        );
        let mut statement = connection.prepare_cached(&sql).map_err(failed)?;
        let rows = statement.query_map(params![now, one, other, self.mch_id, most], |row| {
            let asked = row.get(14)?;
            Ok(orders::read(&connection, row).map(|what| Due { what, asked }))
        });
        rows.map_err(failed)?.map(|row| row.map_err(failed)?).collect()
    }

    /// Refunds that are due at `now` (seconds).
    pub(crate) fn due_refunds(&self, now: u64, most: u32) -> Result<Vec<Due<Refund>>, Error> {
        let connection = self.connection();
        let [one, other] = &self.app_ids;
        let sql = format!(
            "SELECT {} WHERE due_at <= ?1 AND EXISTS (
                 SELECT 1 FROM orders o JOIN buyers b ON b.id = o.buyer
                 WHERE o.out_trade_no = refunds.out_trade_no AND b.appid IN (?2, ?3) AND b.mch_id = ?4)
             ORDER BY due_at LIMIT ?5",
            refunds::COLUMNS
        );
        let mut statement = connection.prepare_cached(&sql).map_err(failed)?;
        let rows = statement.query_map(params![now, one, other, self.mch_id, most], |row| {
            let asked = row.get(5)?;
            Ok(refunds::read(row).map(|what| Due { what, asked }))
        });
        rows.map_err(failed)?.map(|row| row.map_err(failed)?).collect()
    }

    /// An order is about to be handed to a buyer: it is looked at from `due_at` on, by the plan's start.
    /// One that has ended meanwhile is left alone.
    pub(crate) fn watch(&self, out_trade_no: &OutTradeNo, due_at: u64) -> Result<(), Error> {
        self.change(
            "UPDATE orders SET due_at = ?2, asked = 0
             WHERE out_trade_no = ?1 AND trade_state NOT IN ('SUCCESS', 'REFUND', 'CLOSED', 'REVOKED')",
            params![out_trade_no.as_str(), due_at],
        )
    }

    /// Something was said of an order that only a query can make sure of.
    pub(crate) fn hasten(&self, out_trade_no: &OutTradeNo, due_at: u64) -> Result<(), Error> {
        self.change(
            "UPDATE orders SET due_at = ?2 WHERE out_trade_no = ?1",
            params![out_trade_no.as_str(), due_at],
        )
    }

    /// The same of a refund that has not ended.
    pub(crate) fn hasten_refund(&self, out_refund_no: &str, due_at: u64) -> Result<(), Error> {
        self.change(
            "UPDATE refunds SET due_at = ?2 WHERE out_refund_no = ?1 AND due_at IS NOT NULL",
            params![out_refund_no, due_at],
        )
    }

    /// An order was looked at and has not ended.
    pub(crate) fn postpone(&self, out_trade_no: &OutTradeNo, due_at: u64) -> Result<(), Error> {
        self.change(
            "UPDATE orders SET due_at = ?2, asked = asked + 1
             WHERE out_trade_no = ?1 AND due_at IS NOT NULL",
            params![out_trade_no.as_str(), due_at],
        )
    }

    /// A refund was looked at and has not ended.
    pub(crate) fn postpone_refund(&self, out_refund_no: &str, due_at: u64) -> Result<(), Error> {
        self.change(
            "UPDATE refunds SET due_at = ?2, asked = asked + 1
             WHERE out_refund_no = ?1 AND due_at IS NOT NULL",
            params![out_refund_no, due_at],
        )
    }

    pub(super) fn change(&self, sql: &str, values: impl rusqlite::Params) -> Result<(), Error> {
        self.connection().execute(sql, values).map(|_| ()).map_err(failed)
    }
}
