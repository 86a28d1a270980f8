CREATE SCHEMA app;
CREATE TABLE app.lines (
    id bigint PRIMARY KEY,
    quantity integer NOT NULL,
    price numeric NOT NULL,
    total numeric GENERATED ALWAYS AS (quantity * price) STORED,
    name text NOT NULL,
    slug text GENERATED ALWAYS AS (lower(name)) STORED
);
COMMENT ON TABLE app.lines IS 'What is on an order';

CREATE TABLE app.after (id bigint PRIMARY KEY);
