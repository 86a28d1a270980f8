A generated column is added. It is computed for the rows that exist.
--- old
CREATE SCHEMA app;
CREATE TABLE app.lines (id int PRIMARY KEY, price_cents int NOT NULL, quantity int NOT NULL);
--- rows
INSERT INTO app.lines VALUES (1, 100, 3), (2, 250, 2);
--- new
CREATE SCHEMA app;
CREATE TABLE app.lines (
  id int PRIMARY KEY, price_cents int NOT NULL, quantity int NOT NULL,
  total_cents int GENERATED ALWAYS AS (price_cents * quantity) STORED
);
--- keeps
SELECT id, price_cents, quantity FROM app.lines ORDER BY id;
--- after
SELECT array_agg(total_cents ORDER BY id) = ARRAY[300, 500] FROM app.lines;
