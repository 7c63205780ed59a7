//! The tables of orders and their items.

use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params};
use wxpay_mini::value::{AppId, Fen, OutTradeNo, PrepayId, SignType};

use super::{Database, failed, foreign};
use crate::error::Error;
use crate::order::{Item, Order, Prepay};
use crate::token::BuyerId;
use crate::trade_state;

/// A list of orders is not longer than this; the newest come first.
const MOST_LISTED: u32 = 100;

pub(super) const COLUMNS: &str = "o.out_trade_no, b.openid, o.body, o.total, o.sign_type, \
    o.notify_url, o.spbill_create_ip, o.trade_state, o.transaction_id, o.prepay_id, \
    o.prepay_made_at, o.created_at, o.expires_at, o.buyer, o.asked, b.appid \
    FROM orders o JOIN buyers b ON b.id = o.buyer";

impl Database {
    /// Writes a new order, unless its buyer has made one under the same `client_key`: then nothing is
    /// written, and the number of that one is given.
    pub(crate) fn enter(
        &self,
        order: &Order,
        client_key: Option<&str>,
    ) -> Result<Option<OutTradeNo>, Error> {
        let mut connection = self.connection();
        let change =
            connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
        if let Some(number) = made_under(&change, &order.buyer, client_key)? {
            return Ok(Some(number));
        }
        change
            .execute(
                "INSERT INTO orders (out_trade_no, buyer, body, total, sign_type, notify_url,
                     spbill_create_ip, trade_state, created_at, expires_at, client_key)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
                params![
                    order.out_trade_no.as_str(),
                    order.buyer.as_str(),
                    order.body,
                    order.total.get(),
                    order.sign_type.as_str(),
                    order.notify_url,
                    order.spbill_create_ip,
                    trade_state::text(order.trade_state),
                    order.created_at,
                    order.expires_at,
                    client_key,
                ],
            )
            .map_err(failed)?;
        for (line, item) in order.items.iter().enumerate() {
            change
                .execute(
                    "INSERT INTO items (out_trade_no, line, product_id, name, price, quantity)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                    params![
                        order.out_trade_no.as_str(),
                        line,
                        item.product_id,
                        item.name,
                        item.price.get(),
                        item.quantity,
                    ],
                )
                .map_err(failed)?;
        }
        change.commit().map_err(failed)?;
        Ok(None)
    }

    /// A buyer's order. Another buyer's is not found.
    pub(crate) fn order(
        &self,
        buyer: &BuyerId,
        out_trade_no: &OutTradeNo,
    ) -> Result<Option<Order>, Error> {
        let connection = self.connection();
        connection
            .prepare_cached(&format!("SELECT {COLUMNS} WHERE o.buyer = ?1 AND o.out_trade_no = ?2"))
            .and_then(|mut statement| {
                let whose = params![buyer.as_str(), out_trade_no.as_str()];
                statement.query_row(whose, |row| Ok(read(&connection, row))).optional()
            })
            .map_err(failed)?
            .transpose()
    }

    /// Anybody's order: for WeChat Pay's word about it and for operators, never for a buyer.
    pub(crate) fn any_order(&self, out_trade_no: &OutTradeNo) -> Result<Option<Order>, Error> {
        let connection = self.connection();
        let [one, other] = &self.app_ids;
        connection
            .prepare_cached(&format!(
                "SELECT {COLUMNS} WHERE o.out_trade_no = ?1 AND b.appid IN (?2, ?3) AND b.mch_id = ?4"
            ))
            .and_then(|mut statement| {
                let whose = params![out_trade_no.as_str(), one, other, self.mch_id];
                statement.query_row(whose, |row| Ok(read(&connection, row))).optional()
            })
            .map_err(failed)?
            .transpose()
    }

    /// A buyer's orders, the newest first.
    pub(crate) fn orders(&self, buyer: &BuyerId) -> Result<Vec<Order>, Error> {
        let connection = self.connection();
        let mut statement = connection
            .prepare_cached(&format!(
                "SELECT {COLUMNS} WHERE o.buyer = ?1 ORDER BY o.created_at DESC, o.rowid DESC LIMIT {MOST_LISTED}"
            ))
            .map_err(failed)?;
        let rows = statement
            .query_map([buyer.as_str()], |row| Ok(read(&connection, row)))
            .map_err(failed)?;
        rows.map(|row| row.map_err(failed)?).collect()
    }

    /// Keeps a prepared session for the next time. `made_at`: seconds.
    pub(crate) fn keep_prepay(
        &self,
        out_trade_no: &OutTradeNo,
        id: &PrepayId,
        made_at: u64,
    ) -> Result<(), Error> {
        self.connection()
            .execute(
                "UPDATE orders SET prepay_id = ?2, prepay_made_at = ?3 WHERE out_trade_no = ?1",
                params![out_trade_no.as_str(), id.as_str(), made_at],
            )
            .map(|_| ())
            .map_err(failed)
    }
}

pub(super) fn read(connection: &Connection, row: &Row<'_>) -> Result<Order, Error> {
    let text = |at: usize| row.get::<_, String>(at).map_err(failed);
    let optional = |at: usize| row.get::<_, Option<String>>(at).map_err(failed);
    let out_trade_no = text(0)?;
    let prepay = match (optional(9)?, row.get::<_, Option<u64>>(10).map_err(failed)?) {
        (Some(id), Some(made_at)) => {
            Some(Prepay { id: PrepayId::parse(&id).map_err(|_| foreign("prepay_id"))?, made_at })
        }
        _ => None,
    };
    Ok(Order {
        items: items(connection, &out_trade_no).map_err(failed)?,
        out_trade_no: OutTradeNo::parse(&out_trade_no).map_err(|_| foreign("out_trade_no"))?,
        buyer: BuyerId::new(text(13)?),
        app_id: AppId::parse(&text(15)?).map_err(|_| foreign("appid"))?,
        openid: text(1)?,
        body: text(2)?,
        total: Fen::new(row.get(3).map_err(failed)?),
        sign_type: SignType::parse(&text(4)?).map_err(|_| foreign("sign_type"))?,
        notify_url: text(5)?,
        spbill_create_ip: text(6)?,
        trade_state: trade_state::parse(&text(7)?).ok_or_else(|| foreign("trade_state"))?,
        transaction_id: optional(8)?,
        prepay,
        created_at: row.get(11).map_err(failed)?,
        expires_at: row.get(12).map_err(failed)?,
    })
}

fn items(connection: &Connection, out_trade_no: &str) -> rusqlite::Result<Vec<Item>> {
    let mut statement = connection.prepare_cached(
        "SELECT product_id, name, price, quantity FROM items WHERE out_trade_no = ?1 ORDER BY line",
    )?;
    statement
        .query_map([out_trade_no], |row| {
            Ok(Item {
                product_id: row.get(0)?,
                name: row.get(1)?,
                price: Fen::new(row.get(2)?),
                quantity: row.get(3)?,
            })
        })?
        .collect()
}

fn made_under(
    connection: &Connection,
    buyer: &BuyerId,
    client_key: Option<&str>,
) -> Result<Option<OutTradeNo>, Error> {
    let Some(key) = client_key else { return Ok(None) };
    let number: Option<String> = connection
        .query_row(
            "SELECT out_trade_no FROM orders WHERE buyer = ?1 AND client_key = ?2",
            params![buyer.as_str(), key],
            |row| row.get(0),
        )
        .optional()
        .map_err(failed)?;
    let read = |text: String| OutTradeNo::parse(&text).map_err(|_| foreign("out_trade_no"));
    number.map(read).transpose()
}
