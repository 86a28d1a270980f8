A column of a view gets another type, and a function that returns rows of the view rests on it.
--- old
CREATE SCHEMA app;
CREATE TABLE app.entries (id int PRIMARY KEY, cents int NOT NULL);
CREATE VIEW app.totals AS SELECT count(*)::int AS n, sum(cents)::int AS cents FROM app.entries;
CREATE FUNCTION app.the_totals() RETURNS SETOF app.totals LANGUAGE sql STABLE AS $$ SELECT * FROM app.totals $$;
--- rows
INSERT INTO app.entries VALUES (1, 5), (2, 6);
--- new
CREATE SCHEMA app;
CREATE TABLE app.entries (id int PRIMARY KEY, cents int NOT NULL);
CREATE VIEW app.totals AS SELECT count(*) AS n, sum(cents) AS cents FROM app.entries;
CREATE FUNCTION app.the_totals() RETURNS SETOF app.totals LANGUAGE sql STABLE AS $$ SELECT * FROM app.totals $$;
--- keeps
SELECT n, cents FROM app.the_totals();
SELECT id, cents FROM app.entries ORDER BY id;
--- after
SELECT pg_typeof(cents) = 'bigint'::regtype FROM app.totals;
