Decimals are rounded away, and that is allowed by name. Values that have no such decimals are the same.
--- old
CREATE SCHEMA app;
CREATE TABLE app.prices (id int PRIMARY KEY, usd numeric(12,6) NOT NULL);
--- rows
INSERT INTO app.prices VALUES (1, 1.250000), (2, 2.346900);
--- new
CREATE SCHEMA app;
CREATE TABLE app.prices (id int PRIMARY KEY, usd numeric(12,2) NOT NULL);
--- keeps
SELECT id FROM app.prices ORDER BY id;
SELECT usd = 1.25 FROM app.prices WHERE id = 1;
--- after
SELECT usd = 2.35 FROM app.prices WHERE id = 2;
--- allow
column app.prices.usd = prices are whole cents by contract
--- never
DROP COLUMN
