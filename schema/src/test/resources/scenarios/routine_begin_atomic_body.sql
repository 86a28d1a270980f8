A function with a body in standard SQL reads a table that gets a column in the same change. The body depends on the table, statement by statement.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, email text NOT NULL);
CREATE FUNCTION app.find(uid int) RETURNS text STABLE BEGIN ATOMIC
  SELECT email FROM app.users WHERE id = uid;
END;
--- rows
INSERT INTO app.users VALUES (1, 'a@example.org'), (2, 'b@example.org');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, email text NOT NULL, deleted boolean NOT NULL DEFAULT false);
CREATE FUNCTION app.find(uid int) RETURNS text STABLE BEGIN ATOMIC
  SELECT CASE WHEN deleted THEN 'gone' ELSE email END FROM app.users WHERE id = uid;
END;
--- keeps
SELECT app.find(1), app.find(2);
--- plan
BEGIN ATOMIC
