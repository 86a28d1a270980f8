CREATE TABLE orders (
    id bigint PRIMARY KEY,
    total_price numeric NOT NULL DEFAULT 0,
    amount numeric CHECK (amount > 0),
    balance numeric,
    tip numeric,
    tax_rate numeric
);
