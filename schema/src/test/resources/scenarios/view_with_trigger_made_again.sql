A view that is written through by a trigger loses a column. The trigger comes back with the view.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, email text, note text);
CREATE VIEW app.entry AS SELECT id, email, note FROM app.users;
CREATE FUNCTION app.write_entry() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO app.users (id, email) VALUES (NEW.id, NEW.email); RETURN NEW; END $$;
CREATE TRIGGER entry_insert INSTEAD OF INSERT ON app.entry FOR EACH ROW EXECUTE FUNCTION app.write_entry();
GRANT SELECT, INSERT ON app.entry TO app_writer;
--- rows
INSERT INTO app.entry VALUES (1, 'a@example.org', NULL);
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, email text, note text);
CREATE VIEW app.entry AS SELECT id, email FROM app.users;
CREATE FUNCTION app.write_entry() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO app.users (id, email) VALUES (NEW.id, NEW.email); RETURN NEW; END $$;
CREATE TRIGGER entry_insert INSTEAD OF INSERT ON app.entry FOR EACH ROW EXECUTE FUNCTION app.write_entry();
GRANT SELECT, INSERT ON app.entry TO app_writer;
--- keeps
SELECT id, email FROM app.entry;
--- after
SELECT count(*) = 1 FROM pg_trigger WHERE tgname = 'entry_insert';
SELECT has_table_privilege('app_writer', 'app.entry', 'INSERT');
