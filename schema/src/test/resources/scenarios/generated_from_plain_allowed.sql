A plain column becomes a generated one. What was written in it is lost, and that is allowed by name.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, first text NOT NULL, last text NOT NULL, display text);
--- rows
INSERT INTO app.users VALUES (1, 'Ada', 'Lovelace', 'ada'), (2, 'Grace', 'Hopper', NULL);
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (
  id int PRIMARY KEY, first text NOT NULL, last text NOT NULL,
  display text GENERATED ALWAYS AS (first || ' ' || last) STORED
);
--- keeps
SELECT id, first, last FROM app.users ORDER BY id;
--- after
SELECT display = 'Ada Lovelace' FROM app.users WHERE id = 1;
--- allow
column app.users.display = computed from the names from now on
