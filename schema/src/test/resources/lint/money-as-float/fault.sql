CREATE TABLE orders (
    id bigint PRIMARY KEY,
    total_price real NOT NULL DEFAULT 0,
    amount double precision CHECK (amount > 0),
    balance float8,
    tip money,
    tax_rate float
);
