An index calls a function whose body changes. The index has old values in it, so this scenario keeps the results for all rows the same.
--- old
CREATE SCHEMA app;
CREATE FUNCTION app.norm(t text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT lower(t) $$;
CREATE TABLE app.users (id int PRIMARY KEY, email text);
CREATE INDEX users_norm_idx ON app.users (app.norm(email));
--- rows
INSERT INTO app.users VALUES (1, 'A@x'), (2, 'b@x');
--- new
CREATE SCHEMA app;
CREATE FUNCTION app.norm(t text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT lower(trim(t)) $$;
CREATE TABLE app.users (id int PRIMARY KEY, email text);
CREATE INDEX users_norm_idx ON app.users (app.norm(email));
--- keeps
SELECT id, email, app.norm(email) FROM app.users ORDER BY id;
--- after
SELECT app.norm(' A ') = 'a';
