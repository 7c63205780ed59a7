-- A client's own key for an order: a request that is sent again because nothing came back gives the order that it
-- has made already.
ALTER TABLE orders ADD COLUMN client_key TEXT;
CREATE UNIQUE INDEX one_order_for_a_key ON orders (buyer, client_key) WHERE client_key IS NOT NULL;
