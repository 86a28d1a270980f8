A table without a key gets an identity column as its key. Existing rows are numbered.
--- old
CREATE SCHEMA app;
CREATE TABLE app.log (line text NOT NULL);
--- rows
INSERT INTO app.log VALUES ('one'), ('two'), ('two');
--- new
CREATE SCHEMA app;
CREATE TABLE app.log (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, line text NOT NULL);
--- keeps
SELECT line FROM app.log ORDER BY line;
--- after
SELECT count(DISTINCT id) = 3 FROM app.log;
SELECT nextval(pg_get_serial_sequence('app.log', 'id')) > 3;
