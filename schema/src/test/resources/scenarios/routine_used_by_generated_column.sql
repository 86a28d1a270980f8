A generated column calls a function, and the function gets an argument with another name and type. The column is computed anew from the new function.
--- old
CREATE SCHEMA app;
CREATE FUNCTION app.cents_to_text(cents int) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT cents || ' ct' $$;
CREATE TABLE app.prices (id int PRIMARY KEY, cents int, label text GENERATED ALWAYS AS (app.cents_to_text(cents)) STORED);
--- rows
INSERT INTO app.prices (id, cents) VALUES (1, 5), (2, 70);
--- new
CREATE SCHEMA app;
CREATE FUNCTION app.cents_to_text(amount bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT amount || ' ct' $$;
CREATE TABLE app.prices (id int PRIMARY KEY, cents int, label text GENERATED ALWAYS AS (app.cents_to_text(cents::bigint)) STORED);
--- keeps
SELECT id, cents, label FROM app.prices ORDER BY id;
