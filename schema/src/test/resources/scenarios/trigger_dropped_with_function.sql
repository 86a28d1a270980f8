A trigger and its function go. Nothing is lost by that.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, name text);
CREATE FUNCTION app.noop() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER users_noop BEFORE INSERT ON app.users FOR EACH ROW EXECUTE FUNCTION app.noop();
--- rows
INSERT INTO app.users VALUES (1, 'Ada');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, name text);
--- keeps
SELECT id, name FROM app.users;
--- plan
DROP TRIGGER
DROP FUNCTION
--- never
CASCADE
