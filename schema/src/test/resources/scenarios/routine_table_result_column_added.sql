A function that returns a table returns one more column.
--- old
CREATE SCHEMA app;
CREATE TABLE app.usage (model text, tokens int);
CREATE FUNCTION app.report() RETURNS TABLE (model text, tokens bigint) LANGUAGE sql STABLE AS $$ SELECT model, sum(tokens) FROM app.usage GROUP BY 1 $$;
--- rows
INSERT INTO app.usage VALUES ('a', 1), ('a', 2);
--- new
CREATE SCHEMA app;
CREATE TABLE app.usage (model text, tokens int);
CREATE FUNCTION app.report() RETURNS TABLE (model text, tokens bigint, calls bigint) LANGUAGE sql STABLE AS $$ SELECT model, sum(tokens), count(*) FROM app.usage GROUP BY 1 $$;
--- keeps
SELECT model, tokens FROM app.report();
--- after
SELECT calls = 2 FROM app.report();
--- plan
DROP FUNCTION
