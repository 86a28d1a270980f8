A trigger fires on other events and under a condition. It is made again under its name, with its comment.
--- old
CREATE SCHEMA app;
CREATE TABLE app.audit (line text);
CREATE TABLE app.users (id int PRIMARY KEY, name text, plan text);
CREATE FUNCTION app.log_it() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO app.audit VALUES (TG_OP); RETURN NULL; END $$;
CREATE TRIGGER users_audit AFTER INSERT ON app.users FOR EACH ROW EXECUTE FUNCTION app.log_it();
COMMENT ON TRIGGER users_audit ON app.users IS 'asked for by the auditors';
--- rows
INSERT INTO app.users VALUES (1, 'Ada', 'free');
--- new
CREATE SCHEMA app;
CREATE TABLE app.audit (line text);
CREATE TABLE app.users (id int PRIMARY KEY, name text, plan text);
CREATE FUNCTION app.log_it() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO app.audit VALUES (TG_OP); RETURN NULL; END $$;
CREATE TRIGGER users_audit AFTER UPDATE OF plan ON app.users FOR EACH ROW WHEN (OLD.plan IS DISTINCT FROM NEW.plan) EXECUTE FUNCTION app.log_it('plan');
COMMENT ON TRIGGER users_audit ON app.users IS 'asked for by the auditors';
--- keeps
SELECT id, name, plan FROM app.users;
SELECT line FROM app.audit;
--- after
SELECT obj_description(oid, 'pg_trigger') = 'asked for by the auditors' FROM pg_trigger WHERE tgname = 'users_audit';
--- plan
UPDATE OF
--- never
DROP TABLE
