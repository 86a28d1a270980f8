An argument has another name. CREATE OR REPLACE cannot do that, so the function and the check that calls it are made again.
--- old
CREATE SCHEMA app;
CREATE FUNCTION app.is_code(t text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT t ~ '^[A-Z]+$' $$;
CREATE TABLE app.items (id int PRIMARY KEY, code text NOT NULL CONSTRAINT code_form CHECK (app.is_code(code)));
--- rows
INSERT INTO app.items VALUES (1, 'ABC');
--- new
CREATE SCHEMA app;
CREATE FUNCTION app.is_code(code text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT code ~ '^[A-Z]+$' $$;
CREATE TABLE app.items (id int PRIMARY KEY, code text NOT NULL CONSTRAINT code_form CHECK (app.is_code(code)));
--- keeps
SELECT id, code FROM app.items;
--- after
SELECT convalidated FROM pg_constraint WHERE conname = 'code_form';
--- plan
DROP FUNCTION
