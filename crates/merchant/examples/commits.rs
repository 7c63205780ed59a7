//! How fast SQLite alone makes changes durable on this disk, for `scripts/bench.sh`: one small row in a transaction,
//! again and again, with the settings of `src/database/mod.rs` (write-ahead log, synchronous FULL). Nothing of the
//! merchant runs here.
//!
//! `commits FILE COUNT` prints the milliseconds of each commit as a list of JSON.

use std::error::Error;
use std::time::Instant;

use rusqlite::{Connection, TransactionBehavior};

fn main() -> Result<(), Box<dyn Error>> {
    let mut words = std::env::args().skip(1);
    let (Some(file), Some(count)) = (words.next(), words.next()) else {
        return Err("usage: commits FILE COUNT".into());
    };
    let count: u32 = count.parse()?;
    let mut connection = Connection::open(file)?;
    connection
        .pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get::<_, String>(0))?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection
        .execute_batch("CREATE TABLE rows (number TEXT PRIMARY KEY, amount INTEGER) STRICT")?;
    let mut took = Vec::new();
    for number in 0..count {
        let begun = Instant::now();
        let change = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        change
            .prepare_cached("INSERT INTO rows VALUES (?1, ?2)")?
            .execute((format!("{number:032}"), number))?;
        change.commit()?;
        took.push(format!("{:.4}", begun.elapsed().as_secs_f64() * 1000.0));
    }
    println!("[{}]", took.join(","));
    Ok(())
}
