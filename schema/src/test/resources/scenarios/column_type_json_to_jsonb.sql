A json column with an expression index becomes jsonb; the index becomes a GIN index.
--- old
CREATE SCHEMA app;
CREATE TABLE app.messages (id int PRIMARY KEY, meta json NOT NULL DEFAULT '{}');
CREATE INDEX messages_meta_idx ON app.messages ((meta ->> 'model'));
--- rows
INSERT INTO app.messages VALUES (1, '{"model": "a"}'), (2, '{}');
--- new
CREATE SCHEMA app;
CREATE TABLE app.messages (id int PRIMARY KEY, meta jsonb NOT NULL DEFAULT '{}');
CREATE INDEX messages_meta_idx ON app.messages USING gin (meta jsonb_path_ops);
--- keeps
SELECT id, meta ->> 'model' FROM app.messages ORDER BY id;
--- allow
column app.messages.meta = spaces and doubled keys do not matter
