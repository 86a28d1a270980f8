Only the body of a trigger function changes. The triggers that call it are not touched.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, email text);
CREATE FUNCTION app.clean() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.email := lower(NEW.email); RETURN NEW; END $$;
CREATE TRIGGER users_clean BEFORE INSERT OR UPDATE ON app.users FOR EACH ROW EXECUTE FUNCTION app.clean();
--- rows
INSERT INTO app.users VALUES (1, 'A@x');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, email text);
CREATE FUNCTION app.clean() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.email := lower(trim(NEW.email)); RETURN NEW; END $$;
CREATE TRIGGER users_clean BEFORE INSERT OR UPDATE ON app.users FOR EACH ROW EXECUTE FUNCTION app.clean();
--- keeps
SELECT id, email FROM app.users;
--- plan
CREATE OR REPLACE FUNCTION
--- never
DROP TRIGGER
