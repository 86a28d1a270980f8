One column takes the name of another, which has a new name itself. The second must make room first; no value is lost and the hints do nothing the second time.
--- old
CREATE SCHEMA app;
CREATE TABLE app.prices (
  id int PRIMARY KEY,
  list int NOT NULL,
  price int NOT NULL
);
--- rows
INSERT INTO app.prices VALUES (1, 100, 80);
--- new
CREATE SCHEMA app;
CREATE TABLE app.prices (
  id int PRIMARY KEY,
  price int NOT NULL, -- was: list
  reduced_price int NOT NULL -- was: price
);
--- keeps
SELECT id FROM app.prices;
--- after
SELECT price = 100 AND reduced_price = 80 FROM app.prices;
--- plan
RENAME COLUMN
--- never
DROP COLUMN
ADD COLUMN
