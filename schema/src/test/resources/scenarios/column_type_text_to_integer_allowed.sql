Text becomes integer. There is only an explicit cast, so it needs leave and a USING clause.
--- old
CREATE SCHEMA app;
CREATE TABLE app.orders (id int PRIMARY KEY, quantity text NOT NULL DEFAULT '1');
--- rows
INSERT INTO app.orders VALUES (1, '12'), (2, '7');
--- new
CREATE SCHEMA app;
CREATE TABLE app.orders (id int PRIMARY KEY, quantity integer NOT NULL DEFAULT 1);
--- keeps
SELECT id, quantity::int FROM app.orders ORDER BY id;
--- allow
column app.orders.quantity = checked, every value is a plain number
--- plan
USING
--- never
DROP COLUMN
