//! The table of buyers.

use rusqlite::{OptionalExtension, params};
use wxpay_mini::value::AppId;

use super::{Database, failed, foreign};
use crate::error::Error;
use crate::order::Buyer;
use crate::random;
use crate::token::BuyerId;

impl Database {
    /// The buyer with `openid` in `app`, entered when new. The same person in another app is another buyer.
    pub(crate) fn buyer_of(&self, app: &AppId, openid: &str, now: u64) -> Result<BuyerId, Error> {
        let id = random::hex::<16>()?;
        // an update that changes nothing, so that RETURNING also tells the id of one who is there
        self.connection()
            .query_row(
                "INSERT INTO buyers (id, appid, mch_id, openid, created_at)
                 VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (appid, mch_id, openid) DO UPDATE SET openid = excluded.openid
                 RETURNING id",
                params![id, app.as_str(), self.mch_id, openid, now],
                |row| row.get(0),
            )
            .map(BuyerId::new)
            .map_err(failed)
    }

    /// The buyer whom a token names; none when the database is another than the token's.
    pub(crate) fn buyer(&self, id: &BuyerId) -> Result<Option<Buyer>, Error> {
        let [one, other] = &self.app_ids;
        let found: Option<(String, String)> = self
            .connection()
            .query_row(
                "SELECT appid, openid FROM buyers WHERE id = ?1 AND appid IN (?2, ?3) AND mch_id = ?4",
                params![id.as_str(), one, other, self.mch_id],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()
            .map_err(failed)?;
        let Some((app_id, openid)) = found else { return Ok(None) };
        let app_id = AppId::parse(&app_id).map_err(|_| foreign("appid"))?;
        Ok(Some(Buyer { id: id.clone(), app_id, openid }))
    }
}
