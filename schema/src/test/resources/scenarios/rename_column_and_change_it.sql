A column is renamed by a hint, and its type and default change too.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (
  id int PRIMARY KEY,
  credit int NOT NULL DEFAULT 0
);
--- rows
INSERT INTO app.users VALUES (1, 5), (2, 7);
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (
  id int PRIMARY KEY,
  credit_micros bigint NOT NULL DEFAULT 1000000 -- was: credit
);
--- keeps
SELECT id FROM app.users ORDER BY id;
--- after
SELECT sum(credit_micros) = 12 FROM app.users;
--- plan
RENAME COLUMN
SET DEFAULT
--- never
DROP COLUMN
