//! The table of buyers.

use rusqlite::{OptionalExtension, params};

use super::{Database, failed};
use crate::error::Error;
use crate::order::Buyer;
use crate::random;
use crate::token::BuyerId;

impl Database {
    /// The buyer with `openid`, entered when new.
    pub(crate) fn buyer_of(&self, openid: &str, now: u64) -> Result<BuyerId, Error> {
        let id = random::hex::<16>()?;
        // an update that changes nothing, so that RETURNING also tells the id of one who is there
        self.connection()
            .query_row(
                "INSERT INTO buyers (id, appid, mch_id, openid, created_at)
                 VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (appid, mch_id, openid) DO UPDATE SET openid = excluded.openid
                 RETURNING id",
                params![id, self.app_id, self.mch_id, openid, now],
                |row| row.get(0),
            )
            .map(BuyerId::new)
            .map_err(failed)
    }

    /// The buyer whom a token names; none when the database is another than the token's.
    pub(crate) fn buyer(&self, id: &BuyerId) -> Result<Option<Buyer>, Error> {
        self.connection()
            .query_row(
                "SELECT openid FROM buyers WHERE id = ?1 AND appid = ?2 AND mch_id = ?3",
                params![id.as_str(), self.app_id, self.mch_id],
                |row| row.get(0),
            )
            .optional()
            .map(|openid| openid.map(|openid| Buyer { id: id.clone(), openid }))
            .map_err(failed)
    }
}
