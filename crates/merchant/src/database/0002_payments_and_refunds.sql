-- When an order stops being payable (WeChat Pay's time_expire), and when somebody looks at it again.
-- Orders that were made without an end have none: what WeChat Pay was told about an order never changes.
ALTER TABLE orders ADD COLUMN expires_at INTEGER;
ALTER TABLE orders ADD COLUMN due_at INTEGER; -- NULL: nothing is left to find out
ALTER TABLE orders ADD COLUMN asked INTEGER NOT NULL DEFAULT 0; -- how often, since the last prepay
CREATE INDEX orders_due ON orders (due_at) WHERE due_at IS NOT NULL;

-- What the shop took and gave back: one line for each movement of money, never changed. The unique keys
-- are what makes a notification that comes twice, or at two doors at once, count once.
CREATE TABLE ledger (
    entry INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('payment', 'refund')),
    out_trade_no TEXT NOT NULL REFERENCES orders (out_trade_no),
    reference TEXT NOT NULL, -- transaction_id or out_refund_no
    amount INTEGER NOT NULL CHECK (amount > 0),
    heard_by TEXT NOT NULL CHECK (heard_by IN ('notification', 'query')),
    entered_at INTEGER NOT NULL,
    UNIQUE (kind, reference)
) STRICT;
CREATE UNIQUE INDEX one_payment_for_an_order ON ledger (out_trade_no) WHERE kind = 'payment';

CREATE TRIGGER ledger_is_not_changed BEFORE UPDATE ON ledger
BEGIN
    SELECT RAISE(ABORT, 'the ledger is not changed');
END;
CREATE TRIGGER ledger_is_not_shortened BEFORE DELETE ON ledger
BEGIN
    SELECT RAISE(ABORT, 'the ledger is not shortened');
END;

CREATE TABLE refunds (
    out_refund_no TEXT PRIMARY KEY,
    out_trade_no TEXT NOT NULL REFERENCES orders (out_trade_no),
    amount INTEGER NOT NULL CHECK (amount > 0),
    reason TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN
        ('REQUESTED', 'PROCESSING', 'SUCCESS', 'CLOSED', 'ABNORMAL')),
    refund_id TEXT UNIQUE,
    due_at INTEGER,
    asked INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX refunds_of_order ON refunds (out_trade_no);
CREATE INDEX refunds_due ON refunds (due_at) WHERE due_at IS NOT NULL;

-- The rules of src/refund.rs once more, where nobody can forget them.
CREATE TRIGGER refunds_move_forward BEFORE UPDATE OF status ON refunds
WHEN NEW.status IS NOT OLD.status
    AND (OLD.status IN ('SUCCESS', 'CLOSED') OR NEW.status = 'REQUESTED')
BEGIN
    SELECT RAISE(ABORT, 'a refund only moves forward');
END;
CREATE TRIGGER no_more_is_refunded_than_was_paid BEFORE INSERT ON refunds
WHEN NEW.amount + (SELECT coalesce(sum(amount), 0) FROM refunds
        WHERE out_trade_no = NEW.out_trade_no AND status <> 'CLOSED')
    > (SELECT coalesce(sum(amount), 0) FROM ledger
        WHERE out_trade_no = NEW.out_trade_no AND kind = 'payment')
BEGIN
    SELECT RAISE(ABORT, 'no more is refunded than was paid');
END;

-- What was paid before there was a ledger.
INSERT INTO ledger (kind, out_trade_no, reference, amount, heard_by, entered_at)
SELECT 'payment', out_trade_no, transaction_id, total, 'query', created_at FROM orders
WHERE trade_state IN ('SUCCESS', 'REFUND') AND transaction_id IS NOT NULL AND total > 0;
-- Orders that were handed to a buyer and never settled are looked at once more.
UPDATE orders SET due_at = created_at
WHERE prepay_id IS NOT NULL AND trade_state NOT IN ('SUCCESS', 'REFUND', 'CLOSED', 'REVOKED');
