A serial key becomes a bigserial one: the column and its sequence both become bigint. The counter goes on.
--- old
CREATE SCHEMA app;
CREATE TABLE app.events (id serial PRIMARY KEY, kind text);
--- rows
INSERT INTO app.events (kind) VALUES ('a'), ('b');
--- new
CREATE SCHEMA app;
CREATE TABLE app.events (id bigserial PRIMARY KEY, kind text);
--- keeps
SELECT id, kind FROM app.events ORDER BY id;
SELECT last_value FROM app.events_id_seq;
--- after
SELECT seqtypid = 'bigint'::regtype FROM pg_sequence WHERE seqrelid = 'app.events_id_seq'::regclass;
