CREATE TABLE orders (
    user_id bigint,
    id bigint,
    status text,
    total numeric,
    PRIMARY KEY (user_id, id)
);

CREATE INDEX orders_status_total_idx ON orders (status, total) WHERE total > 0;

CREATE UNIQUE INDEX orders_id_key ON orders (id) INCLUDE (status, total);
