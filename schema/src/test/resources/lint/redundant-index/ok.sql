CREATE TABLE orders (user_id bigint, id bigint, status text, total numeric, PRIMARY KEY (user_id, id));
-- Not a prefix: other order, other direction, other columns carried along, other rows.
CREATE INDEX a1 ON orders (id, user_id);
CREATE INDEX a2 ON orders (status DESC);
CREATE INDEX a3 ON orders (status, id);
CREATE INDEX a4 ON orders (user_id) INCLUDE (total);
CREATE INDEX a5 ON orders (user_id) WHERE status = 'open';
CREATE INDEX a6 ON orders USING hash (user_id);
-- A unique one says something that a longer one does not.
CREATE UNIQUE INDEX a7 ON orders (id);
