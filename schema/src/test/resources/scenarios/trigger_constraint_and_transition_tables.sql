A constraint trigger that fires at commit is added, and a statement trigger that sees all new rows at once.
--- old
CREATE SCHEMA app;
CREATE TABLE app.entries (id int PRIMARY KEY, tx int NOT NULL, cents int NOT NULL);
--- rows
INSERT INTO app.entries VALUES (1, 1, 5), (2, 1, -5);
--- new
CREATE SCHEMA app;
CREATE TABLE app.entries (id int PRIMARY KEY, tx int NOT NULL, cents int NOT NULL);
CREATE FUNCTION app.balanced() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT sum(cents) FROM app.entries WHERE tx = NEW.tx) <> 0 THEN
    RAISE EXCEPTION 'transaction % is not balanced', NEW.tx;
  END IF;
  RETURN NULL;
END $$;
CREATE FUNCTION app.count_new() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM count(*) FROM fresh; RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER entries_balanced AFTER INSERT ON app.entries DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION app.balanced();
CREATE TRIGGER entries_count AFTER INSERT ON app.entries REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION app.count_new();
--- keeps
SELECT id, tx, cents FROM app.entries ORDER BY id;
--- plan
CONSTRAINT TRIGGER
REFERENCING
