The type of a column changes from which another is generated. The generated column has to step aside and come back with its index and comment.
--- old
CREATE SCHEMA app;
CREATE TABLE app.lines (id int PRIMARY KEY, cents int NOT NULL, gross int GENERATED ALWAYS AS (cents * 2) STORED);
CREATE INDEX lines_gross_idx ON app.lines (gross);
COMMENT ON COLUMN app.lines.gross IS 'with tax';
--- rows
INSERT INTO app.lines (id, cents) VALUES (1, 100), (2, 7);
--- new
CREATE SCHEMA app;
CREATE TABLE app.lines (id int PRIMARY KEY, cents bigint NOT NULL, gross bigint GENERATED ALWAYS AS (cents * 2) STORED);
CREATE INDEX lines_gross_idx ON app.lines (gross);
COMMENT ON COLUMN app.lines.gross IS 'with tax';
--- keeps
SELECT id, cents, gross FROM app.lines ORDER BY id;
--- after
SELECT col_description('app.lines'::regclass, attnum) = 'with tax' FROM pg_attribute WHERE attrelid = 'app.lines'::regclass AND attname = 'gross';
