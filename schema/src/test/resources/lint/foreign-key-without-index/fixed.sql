CREATE SCHEMA app;
CREATE TABLE app.users (
    id bigint PRIMARY KEY,
    tenant bigint NOT NULL,
    UNIQUE (tenant, id)
);

CREATE TABLE app.orders (
    id bigint PRIMARY KEY,
    user_id bigint NOT NULL REFERENCES app.users (id),
    tenant bigint NOT NULL,
    buyer_id bigint NOT NULL,
    status text NOT NULL,
    -- both columns together name the buyer
    FOREIGN KEY (tenant, buyer_id) REFERENCES app.users (tenant, id)
);
COMMENT ON TABLE app.orders IS 'What was bought';

-- Serves the queue; it holds too few rows for the key.
CREATE INDEX orders_open_idx ON app.orders (user_id) WHERE status = 'open';
COMMENT ON INDEX app.orders_open_idx IS 'Serves the queue';

CREATE INDEX orders_user_id_idx ON app.orders (user_id);
COMMENT ON INDEX app.orders_user_id_idx IS 'Serves the foreign key to app.users, and joins along it';

CREATE INDEX orders_tenant_buyer_id_idx ON app.orders (tenant, buyer_id);
COMMENT ON INDEX app.orders_tenant_buyer_id_idx IS 'Serves the foreign key to app.users, and joins along it';

CREATE TABLE app.notes (id bigint PRIMARY KEY);
