-- Who buys. The id is random and is all that a token says of a buyer; the openid stays here.
CREATE TABLE buyers (
    id TEXT PRIMARY KEY,
    appid TEXT NOT NULL,
    mch_id TEXT NOT NULL,
    openid TEXT NOT NULL,
    created_at INTEGER NOT NULL, -- seconds since 1970, as every time here
    UNIQUE (appid, mch_id, openid)
) STRICT;

-- Amounts are whole fen. What WeChat Pay was told about an order never changes.
CREATE TABLE orders (
    out_trade_no TEXT PRIMARY KEY,
    buyer TEXT NOT NULL REFERENCES buyers (id),
    body TEXT NOT NULL,
    total INTEGER NOT NULL CHECK (total BETWEEN 0 AND 4294967295),
    sign_type TEXT NOT NULL,
    notify_url TEXT NOT NULL,
    spbill_create_ip TEXT NOT NULL,
    trade_state TEXT NOT NULL CHECK (trade_state IN
        ('NOTPAY', 'USERPAYING', 'PAYERROR', 'ACCEPT', 'SUCCESS', 'REFUND', 'CLOSED', 'REVOKED')),
    transaction_id TEXT UNIQUE,
    prepay_id TEXT,
    prepay_made_at INTEGER,
    created_at INTEGER NOT NULL,
    CHECK ((prepay_id IS NULL) = (prepay_made_at IS NULL))
) STRICT;

CREATE INDEX orders_of_buyer ON orders (buyer, created_at);

CREATE TABLE items (
    out_trade_no TEXT NOT NULL REFERENCES orders (out_trade_no),
    line INTEGER NOT NULL,
    product_id TEXT NOT NULL,
    name TEXT NOT NULL,
    price INTEGER NOT NULL CHECK (price BETWEEN 0 AND 4294967295),
    quantity INTEGER NOT NULL CHECK (quantity > 0),
    PRIMARY KEY (out_trade_no, line)
) STRICT;

-- The rule of src/trade_state.rs once more, where nobody can forget it.
CREATE TRIGGER orders_move_forward
BEFORE UPDATE OF trade_state ON orders
WHEN OLD.trade_state IN ('SUCCESS', 'REFUND', 'CLOSED', 'REVOKED')
    AND NEW.trade_state IS NOT OLD.trade_state
    AND NOT (OLD.trade_state = 'SUCCESS' AND NEW.trade_state = 'REFUND')
BEGIN
    SELECT RAISE(ABORT, 'an order only moves forward');
END;
