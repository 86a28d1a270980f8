CREATE TABLE orders (
    id bigint PRIMARY KEY,
    amount numeric(20,6),
    price_cents bigint,
    sample_rate real,
    total_seconds double precision,
    cost_ratio double precision,
    creditworthiness real,
    latitude double precision
);
