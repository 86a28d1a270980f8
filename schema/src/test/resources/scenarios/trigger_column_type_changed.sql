A column changes its type that a trigger names in its list of columns and in its condition. The trigger is dropped and made again around it.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, score int NOT NULL);
CREATE FUNCTION app.f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER score_up BEFORE UPDATE OF score ON app.users FOR EACH ROW WHEN (NEW.score > OLD.score) EXECUTE FUNCTION app.f();
ALTER TABLE app.users DISABLE TRIGGER score_up;
--- rows
INSERT INTO app.users VALUES (1, 10);
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, score bigint NOT NULL);
CREATE FUNCTION app.f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER score_up BEFORE UPDATE OF score ON app.users FOR EACH ROW WHEN (NEW.score > OLD.score) EXECUTE FUNCTION app.f();
ALTER TABLE app.users DISABLE TRIGGER score_up;
--- keeps
SELECT id, score FROM app.users;
--- after
SELECT tgenabled = 'D' FROM pg_trigger WHERE tgname = 'score_up';
