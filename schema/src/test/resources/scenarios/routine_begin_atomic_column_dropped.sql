A column goes that the standard SQL body of a function reads. The function must change before the column can go.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, email text NOT NULL, alias text);
CREATE FUNCTION app.label(uid int) RETURNS text STABLE BEGIN ATOMIC
  SELECT coalesce(alias, email) FROM app.users WHERE id = uid;
END;
--- rows
INSERT INTO app.users VALUES (1, 'a@example.org', NULL);
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, email text NOT NULL);
CREATE FUNCTION app.label(uid int) RETURNS text STABLE BEGIN ATOMIC
  SELECT email FROM app.users WHERE id = uid;
END;
--- keeps
SELECT app.label(1);
--- allow
column app.users.alias = nobody set one
--- never
CASCADE
