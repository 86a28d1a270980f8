A column is added to a table that has an inheriting child. One ADD COLUMN on the parent is enough; the child must not get it twice.
--- old
CREATE SCHEMA app;
CREATE TABLE app.events (id bigint NOT NULL, kind text);
CREATE TABLE app.login_events (ip inet) INHERITS (app.events);
--- rows
INSERT INTO app.events VALUES (1, 'start');
INSERT INTO app.login_events VALUES (2, 'login', '10.0.0.1');
--- new
CREATE SCHEMA app;
CREATE TABLE app.events (id bigint NOT NULL, kind text, source text DEFAULT 'web');
CREATE TABLE app.login_events (ip inet) INHERITS (app.events);
--- keeps
SELECT id, kind FROM app.events ORDER BY id;
--- after
SELECT attinhcount = 1 AND NOT attislocal FROM pg_attribute WHERE attrelid = 'app.login_events'::regclass AND attname = 'source';
SELECT count(*) = 2 FROM app.events WHERE source = 'web';
