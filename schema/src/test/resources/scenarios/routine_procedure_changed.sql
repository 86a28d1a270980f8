A procedure changes and another is added.
--- old
CREATE SCHEMA app;
CREATE TABLE app.log (line text);
CREATE PROCEDURE app.note(t text) LANGUAGE plpgsql AS $$ BEGIN INSERT INTO app.log VALUES (t); END $$;
--- rows
CALL app.note('one');
--- new
CREATE SCHEMA app;
CREATE TABLE app.log (line text);
CREATE PROCEDURE app.note(t text) LANGUAGE plpgsql AS $$ BEGIN INSERT INTO app.log VALUES (upper(t)); END $$;
CREATE PROCEDURE app.clear(INOUT n int DEFAULT 0) LANGUAGE plpgsql AS $$ BEGIN DELETE FROM app.log; GET DIAGNOSTICS n = ROW_COUNT; END $$;
--- keeps
SELECT line FROM app.log;
--- after
SELECT count(*) = 2 FROM pg_proc WHERE prokind = 'p' AND pronamespace = 'app'::regnamespace;
--- plan
PROCEDURE
