An attribute of a composite type becomes wider. Only a function uses the type, and it works as before.
--- old
CREATE SCHEMA app;
CREATE TYPE app.total AS (name text, cents int);
CREATE TABLE app.lines (id int PRIMARY KEY, cents int);
CREATE FUNCTION app.sum_up() RETURNS app.total LANGUAGE sql STABLE AS $$ SELECT 'all', sum(cents)::int FROM app.lines $$;
--- rows
INSERT INTO app.lines VALUES (1, 5), (2, 6);
--- new
CREATE SCHEMA app;
CREATE TYPE app.total AS (name text, cents bigint);
CREATE TABLE app.lines (id int PRIMARY KEY, cents int);
CREATE FUNCTION app.sum_up() RETURNS app.total LANGUAGE sql STABLE AS $$ SELECT 'all', sum(cents)::bigint FROM app.lines $$;
--- keeps
SELECT (app.sum_up()).cents;
SELECT id, cents FROM app.lines ORDER BY id;
