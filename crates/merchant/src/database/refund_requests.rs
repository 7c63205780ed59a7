//! Which requests for a refund went out and are not settled: written before they go, so that a backend
//! that is killed in between does not forget them. Never here: which answers settle one.

use rusqlite::params;

use super::{Database, failed};
use crate::error::Error;

/// One request that goes out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Request(i64);

impl Database {
    /// A request for a refund is about to go out; none where the refund is not to be asked for any more.
    pub(crate) fn request_goes_out(
        &self,
        out_refund_no: &str,
        now: u64,
    ) -> Result<Option<Request>, Error> {
        let connection = self.connection();
        let written = connection.execute(
            "INSERT INTO refund_requests (out_refund_no, sent_at)
             SELECT out_refund_no, ?2 FROM refunds WHERE out_refund_no = ?1 AND status = 'REQUESTED'",
            params![out_refund_no, now],
        );
        let written = written.map_err(failed)?;
        Ok((written == 1).then(|| Request(connection.last_insert_rowid())))
    }

    /// An answer says what became of it.
    pub(crate) fn request_is_settled(&self, Request(request): Request) -> Result<(), Error> {
        self.change("DELETE FROM refund_requests WHERE request = ?1", [request])
    }

    /// Ends a refund that WeChat Pay has refused and does not know, unless a request for it that went
    /// out after `since` may still reach WeChat Pay. True: it has ended.
    pub(crate) fn end_refused(&self, out_refund_no: &str, since: u64) -> Result<bool, Error> {
        let connection = self.connection();
        let ended = connection.execute(
            "UPDATE refunds SET status = 'CLOSED', due_at = NULL
             WHERE out_refund_no = ?1 AND status = 'REQUESTED' AND NOT EXISTS (
                 SELECT 1 FROM refund_requests r
                 WHERE r.out_refund_no = refunds.out_refund_no AND r.sent_at > ?2)",
            params![out_refund_no, since],
        );
        ended.map(|rows| rows == 1).map_err(failed)
    }
}
