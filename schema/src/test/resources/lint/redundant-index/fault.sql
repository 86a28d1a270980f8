CREATE TABLE orders (
    user_id bigint,
    id bigint,
    status text,
    total numeric,
    PRIMARY KEY (user_id, id)
);

CREATE INDEX orders_user_idx ON orders (user_id);

CREATE INDEX orders_status_idx ON orders (status) WHERE total > 0;
CREATE INDEX orders_status_total_idx ON orders (status, total) WHERE total > 0;

CREATE INDEX orders_id_idx ON orders (id) INCLUDE (status);
CREATE UNIQUE INDEX orders_id_key ON orders (id) INCLUDE (status, total);
