The expression of a generated column changes. It is set in place and the values are computed again.
--- old
CREATE SCHEMA app;
CREATE TABLE app.lines (
  id int PRIMARY KEY, price_cents int NOT NULL, quantity int NOT NULL, discount_cents int NOT NULL DEFAULT 0,
  total_cents int GENERATED ALWAYS AS (price_cents * quantity) STORED
);
CREATE INDEX lines_total_idx ON app.lines (total_cents);
--- rows
INSERT INTO app.lines (id, price_cents, quantity, discount_cents) VALUES (1, 100, 3, 50), (2, 250, 2, 0);
--- new
CREATE SCHEMA app;
CREATE TABLE app.lines (
  id int PRIMARY KEY, price_cents int NOT NULL, quantity int NOT NULL, discount_cents int NOT NULL DEFAULT 0,
  total_cents int GENERATED ALWAYS AS (price_cents * quantity - discount_cents) STORED
);
CREATE INDEX lines_total_idx ON app.lines (total_cents);
--- keeps
SELECT id, price_cents, quantity, discount_cents FROM app.lines ORDER BY id;
--- after
SELECT array_agg(total_cents ORDER BY id) = ARRAY[250, 500] FROM app.lines;
--- plan
SET EXPRESSION
--- never
DROP COLUMN
--- needs
17
