A new composite type, a new column of it and a new function that returns it.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, email text);
--- rows
INSERT INTO app.users VALUES (1, 'a@example.org');
--- new
CREATE SCHEMA app;
CREATE TYPE app.money_amount AS (currency char(3), cents bigint);
CREATE FUNCTION app.zero(c text) RETURNS app.money_amount LANGUAGE sql IMMUTABLE AS $$ SELECT c::char(3), 0::bigint $$;
CREATE TABLE app.users (id int PRIMARY KEY, email text, credit app.money_amount DEFAULT app.zero('EUR'));
--- keeps
SELECT id, email FROM app.users;
--- after
SELECT (credit).cents = 0 AND (credit).currency = 'EUR' FROM app.users;
--- plan
CREATE TYPE
