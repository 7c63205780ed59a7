//! The tables: SQLite, one connection behind a lock. Every method is short, and none is called while
//! something else is waited for. Never here: decisions about orders.

mod buyers;
mod due;
mod ledger;
mod orders;
mod refund_requests;
mod refunds;

pub(crate) use due::Due;
pub use ledger::Entry;
pub(crate) use ledger::Heard;

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, TransactionBehavior};

use crate::config::Config;
use crate::error::{Code, Error};

/// Each step brings a database from the version of its index to the next (`PRAGMA user_version`).
/// A step that was released is never changed: a new one is added.
const MIGRATIONS: [&str; 4] = [
    include_str!("0001_buyers_and_orders.sql"),
    include_str!("0002_payments_and_refunds.sql"),
    include_str!("0003_client_keys.sql"),
    include_str!("0004_refunds_from_elsewhere.sql"),
];

/// The database of one merchant and its apps. Rows of others in the same file are not seen.
pub(crate) struct Database {
    connection: Mutex<Connection>,
    app_ids: [String; 2],
    mch_id: String,
}

impl Database {
    pub(crate) fn open(config: &Config) -> Result<Self, Error> {
        let connection = connect(&config.database).map_err(|cause| {
            Error::new(Code::DatabaseUnusable).at("WXPAY_DATABASE").because(cause)
        })?;
        Ok(Self {
            connection: Mutex::new(connection),
            app_ids: config.apps.ids(),
            mch_id: config.mch_id.clone(),
        })
    }

    /// Whether the tables can be read.
    pub(crate) fn is_there(&self) -> Result<(), Error> {
        let read = self.connection().query_row(
            "SELECT count(*) FROM buyers WHERE id = ''",
            [],
            |_| Ok(()),
        );
        read.map_err(failed)
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        // whoever panicked left no half of a change: an open transaction is rolled back
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn connect(path: &str) -> Result<Connection, String> {
    let text = |error: rusqlite::Error| error.to_string();
    let mut connection = match path {
        ":memory:" => Connection::open_in_memory().map_err(text)?,
        path => Connection::open(path).map_err(text)?,
    };
    connection.busy_timeout(Duration::from_secs(5)).map_err(text)?;
    // a database in memory answers "memory": it has no journal to write ahead
    connection
        .pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get::<_, String>(0))
        .map_err(text)?;
    // an order that was told to a buyer survives a power cut
    connection.pragma_update(None, "synchronous", "FULL").map_err(text)?;
    connection.pragma_update(None, "foreign_keys", true).map_err(text)?;
    // or a statement whose plan could be another for other values is prepared anew each time it comes out of the cache
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(text)?;
    migrate(&mut connection)?;
    Ok(connection)
}

fn migrate(connection: &mut Connection) -> Result<(), String> {
    let text = |error: rusqlite::Error| error.to_string();
    // immediate: of two backends that start on one file, the second waits and finds it done
    let change =
        connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(text)?;
    let version: usize =
        change.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(text)?;
    let Some(steps) = MIGRATIONS.get(version..) else {
        return Err(format!("its version is {version}; this program knows {}", MIGRATIONS.len()));
    };
    for step in steps {
        change.execute_batch(step).map_err(text)?;
    }
    change.pragma_update(None, "user_version", MIGRATIONS.len()).map_err(text)?;
    change.commit().map_err(text)
}

/// A failure of the database: the log gets SQLite's words, the client gets none of them.
fn failed(error: rusqlite::Error) -> Error {
    Error::new(Code::Internal).because(format!("database: {error}"))
}

/// A row that no version of this program has written.
fn foreign(what: &str) -> Error {
    Error::new(Code::Internal).because(format!("database: {what} cannot be read"))
}

#[cfg(test)]
mod tests {
    use rusqlite::StatementStatus;

    use super::*;

    #[test]
    fn a_file_is_opened_again_and_one_of_a_later_version_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("shop.db");
        let path = path.to_str().unwrap();
        for _ in 0..2 {
            let connection = connect(path).unwrap();
            let version: usize =
                connection.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
            assert_eq!(version, MIGRATIONS.len());
        }
        connect(path).unwrap().pragma_update(None, "user_version", 99).unwrap();
        assert!(connect(path).unwrap_err().contains("version is 99"));
    }

    #[test]
    fn a_statement_that_was_prepared_is_not_prepared_anew_for_other_values() {
        let connection = connect(":memory:").unwrap();
        let sql =
            format!("SELECT {} WHERE o.out_trade_no = ?1 AND b.appid IN (?2, ?3)", orders::COLUMNS);
        for number in ["one", "another"] {
            let mut statement = connection.prepare_cached(&sql).unwrap();
            assert!(!statement.exists([number, "wx1", "wx2"]).unwrap());
            assert_eq!(statement.get_status(StatementStatus::RePrepare), 0);
        }
    }

    #[test]
    fn a_database_of_the_first_version_keeps_its_orders_and_gets_a_ledger() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("shop.db");
        let path = path.to_str().unwrap();
        let old = Connection::open(path).unwrap();
        old.execute_batch(MIGRATIONS[0]).unwrap();
        old.execute_batch(
            "INSERT INTO buyers VALUES ('b', 'wx1', '19', 'o1', 1);
             INSERT INTO orders VALUES ('paid', 'b', 't', 6800, 'MD5', 'u', 'i', 'SUCCESS', '42', 'wx1', 5, 1);
             INSERT INTO orders VALUES ('free', 'b', 't', 0, 'MD5', 'u', 'i', 'SUCCESS', NULL, NULL, NULL, 1);
             INSERT INTO orders VALUES ('open', 'b', 't', 1, 'MD5', 'u', 'i', 'NOTPAY', NULL, 'wx2', 5, 3);
             INSERT INTO orders VALUES ('new', 'b', 't', 1, 'MD5', 'u', 'i', 'NOTPAY', NULL, NULL, NULL, 4);
             PRAGMA user_version = 1;",
        )
        .unwrap();
        drop(old);
        let connection = connect(path).unwrap();
        let list = |sql: &str| -> Vec<String> {
            let mut statement = connection.prepare(sql).unwrap();
            statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
        };
        assert_eq!(list("SELECT out_trade_no || reference || amount FROM ledger"), ["paid426800"]);
        assert_eq!(
            list("SELECT out_trade_no || due_at FROM orders WHERE due_at NOTNULL"),
            ["open3"]
        );
    }

    #[test]
    fn a_database_of_the_third_version_forgets_no_request_and_looks_for_refunds_of_the_console() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("shop.db");
        let path = path.to_str().unwrap();
        let old = Connection::open(path).unwrap();
        for step in &MIGRATIONS[..3] {
            old.execute_batch(step).unwrap();
        }
        old.execute_batch(
            "INSERT INTO buyers VALUES ('b', 'wx1', '19', 'o1', 1);
             INSERT INTO orders (out_trade_no, buyer, body, total, sign_type, notify_url,
                 spbill_create_ip, trade_state, transaction_id, created_at)
             VALUES ('paid', 'b', 't', 6800, 'RSA', 'u', 'i', 'SUCCESS', '42', 1);
             INSERT INTO ledger (kind, out_trade_no, reference, amount, heard_by, entered_at)
             VALUES ('payment', 'paid', '42', 6800, 'query', 1);
             INSERT INTO refunds (out_refund_no, out_trade_no, amount, reason, status, created_at)
             VALUES ('paid-1', 'paid', 6800, '', 'REQUESTED', 1);
             INSERT INTO orders (out_trade_no, buyer, body, total, sign_type, notify_url,
                 spbill_create_ip, trade_state, transaction_id, created_at, asked)
             VALUES ('part', 'b', 't', 6800, 'MD5', 'u', 'i', 'REFUND', '43', 2, 9),
                    ('none', 'b', 't', 6800, 'MD5', 'u', 'i', 'REFUND', '44', 3, 9),
                    ('all', 'b', 't', 6800, 'MD5', 'u', 'i', 'REFUND', '45', 4, 9);
             INSERT INTO ledger (kind, out_trade_no, reference, amount, heard_by, entered_at)
             VALUES ('payment', 'part', '43', 6800, 'query', 1), ('refund', 'part', 'part-1', 800, 'query', 1),
                    ('payment', 'none', '44', 6800, 'query', 1),
                    ('payment', 'all', '45', 6800, 'query', 1), ('refund', 'all', 'all-1', 800, 'query', 1),
                    ('refund', 'all', 'all-2', 6000, 'query', 1);
             PRAGMA user_version = 3;",
        )
        .unwrap();
        let now: u64 = old.query_row("SELECT unixepoch()", [], |row| row.get(0)).unwrap();
        drop(old);
        let connection = connect(path).unwrap();
        let sent_at: u64 = connection
            .query_row("SELECT sent_at FROM refund_requests", [], |row| row.get(0))
            .unwrap();
        assert!(sent_at >= now, "asked for again until a moment ago, perhaps: {sent_at}");
        let mut statement = connection
            .prepare("SELECT out_trade_no || due_at || asked FROM orders WHERE due_at NOTNULL ORDER BY due_at")
            .unwrap();
        let due: Vec<String> =
            statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        assert_eq!(due, ["part20", "none30"]);
    }

    #[test]
    fn only_refunds_of_the_console_may_be_over_more_than_was_paid() {
        let connection = connect(":memory:").unwrap();
        connection
            .execute_batch(
                "INSERT INTO buyers VALUES ('b', 'wx1', '19', 'o1', 1);
                 INSERT INTO orders (out_trade_no, buyer, body, total, sign_type, notify_url,
                     spbill_create_ip, trade_state, transaction_id, created_at)
                 VALUES ('paid', 'b', 't', 6800, 'RSA', 'u', 'i', 'SUCCESS', '42', 1);
                 INSERT INTO ledger (kind, out_trade_no, reference, amount, heard_by, entered_at)
                 VALUES ('payment', 'paid', '42', 6800, 'query', 1);",
            )
            .unwrap();
        let enter = |number: &str, amount: u32, asked_by: &str| {
            connection.execute(
                "INSERT INTO refunds (out_refund_no, out_trade_no, amount, reason, status, created_at, asked_by)
                 VALUES (?1, 'paid', ?2, '', 'PROCESSING', 1, ?3)",
                rusqlite::params![number, amount, asked_by],
            )
        };
        let refused = enter("paid-1", 6801, "backend").unwrap_err().to_string();
        assert!(refused.contains("no more is refunded"), "{refused}");
        assert_eq!(enter("CONSOLE1", 6801, "elsewhere").unwrap(), 1);
        // and what the console gives back is no longer this backend's to give
        let refused = enter("paid-1", 1, "backend").unwrap_err().to_string();
        assert!(refused.contains("no more is refunded"), "{refused}");
    }

    #[test]
    fn an_order_of_nobody_cannot_be_written() {
        let connection = connect(":memory:").unwrap();
        let error = connection
            .execute(
                "INSERT INTO orders (out_trade_no, buyer, body, total, sign_type, notify_url,
                     spbill_create_ip, trade_state, created_at)
                 VALUES ('n', 'nobody', 'b', 1, 'MD5', 'u', 'i', 'NOTPAY', 1)",
                [],
            )
            .unwrap_err();
        assert!(error.to_string().contains("FOREIGN KEY"), "{error}");
    }
}
