A column becomes NOT NULL and some rows have null in it; the comment says what to put there. Other values stay.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id bigint PRIMARY KEY, name text);
--- rows
INSERT INTO app.users VALUES (1, 'Ada'), (2, NULL), (3, NULL);
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (
  id bigint PRIMARY KEY,
  name text NOT NULL -- backfill: 'user ' || id
);
--- keeps
SELECT id FROM app.users ORDER BY id;
SELECT name FROM app.users WHERE id = 1;
--- after
SELECT name = 'user 2' FROM app.users WHERE id = 2;
--- plan
SET NOT NULL
