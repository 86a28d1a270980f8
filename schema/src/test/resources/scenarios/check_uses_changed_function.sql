A check calls a function whose body changes. The function is replaced under the check; the check itself is the same.
--- old
CREATE SCHEMA app;
CREATE FUNCTION app.is_slug(t text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT t ~ '^[a-z]+$' $$;
CREATE TABLE app.posts (id int PRIMARY KEY, slug text NOT NULL CHECK (app.is_slug(slug)));
--- rows
INSERT INTO app.posts VALUES (1, 'hello');
--- new
CREATE SCHEMA app;
CREATE FUNCTION app.is_slug(t text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT t ~ '^[a-z0-9-]+$' $$;
CREATE TABLE app.posts (id int PRIMARY KEY, slug text NOT NULL CHECK (app.is_slug(slug)));
--- keeps
SELECT id, slug FROM app.posts;
--- after
SELECT app.is_slug('a-1');
