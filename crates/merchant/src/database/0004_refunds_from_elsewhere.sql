-- Who asked for a refund: this backend, or somebody at the merchant console (商户平台). The latter is only
-- written down; WeChat Pay has given the money already, so no rule of this table can stop it.
ALTER TABLE refunds ADD COLUMN asked_by TEXT NOT NULL DEFAULT 'backend'
    CHECK (asked_by IN ('backend', 'elsewhere'));
DROP TRIGGER no_more_is_refunded_than_was_paid;
CREATE TRIGGER no_more_is_refunded_than_was_paid BEFORE INSERT ON refunds
WHEN NEW.asked_by = 'backend'
    AND NEW.amount + (SELECT coalesce(sum(amount), 0) FROM refunds
        WHERE out_trade_no = NEW.out_trade_no AND status <> 'CLOSED')
    > (SELECT coalesce(sum(amount), 0) FROM ledger
        WHERE out_trade_no = NEW.out_trade_no AND kind = 'payment')
BEGIN
    SELECT RAISE(ABORT, 'no more is refunded than was paid');
END;

-- Requests for a refund that went out and have no answer that settles what became of them. While there is
-- one, WeChat Pay may still get it: that it knows no such refund says nothing yet.
CREATE TABLE refund_requests (
    request INTEGER PRIMARY KEY,
    out_refund_no TEXT NOT NULL REFERENCES refunds (out_refund_no),
    sent_at INTEGER NOT NULL
) STRICT;
CREATE INDEX refund_requests_of_refund ON refund_requests (out_refund_no);
-- Of those that were made before, nobody has counted the requests; the last may have gone out a moment ago.
-- One of API v2 carries no time and may always arrive: such a refund keeps its amount until WeChat Pay says
-- what became of it.
INSERT INTO refund_requests (out_refund_no, sent_at)
SELECT out_refund_no, max(created_at, unixepoch()) FROM refunds WHERE status = 'REQUESTED';

-- Orders that turned to REFUND before were left alone from then on, and what was given back at the console was not
-- entered: those of which not all is known to have gone back are looked at once more.
UPDATE orders SET due_at = created_at, asked = 0
WHERE trade_state = 'REFUND' AND total > (SELECT coalesce(sum(amount), 0) FROM ledger
    WHERE ledger.out_trade_no = orders.out_trade_no AND ledger.kind = 'refund');
