A check of a parent table no longer holds for its children. Existing rows of the child stay.
--- old
CREATE SCHEMA app;
CREATE TABLE app.events (id int, kind text, CONSTRAINT kind_given CHECK (kind IS NOT NULL));
CREATE TABLE app.raw_events (raw text) INHERITS (app.events);
--- rows
INSERT INTO app.events VALUES (1, 'a');
INSERT INTO app.raw_events VALUES (2, 'b', 'raw');
--- new
CREATE SCHEMA app;
CREATE TABLE app.events (id int, kind text, CONSTRAINT kind_given CHECK (kind IS NOT NULL) NO INHERIT);
CREATE TABLE app.raw_events (raw text) INHERITS (app.events);
--- keeps
SELECT id, kind FROM app.events ORDER BY id;
--- after
SELECT count(*) = 0 FROM pg_constraint WHERE conrelid = 'app.raw_events'::regclass AND contype = 'c';
