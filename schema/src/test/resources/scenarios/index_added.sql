An index is added to a table with rows. It is built concurrently.
--- old
CREATE SCHEMA app;
CREATE TABLE app.messages (id int PRIMARY KEY, user_id int, created_at timestamptz);
--- rows
INSERT INTO app.messages SELECT g, g % 7, '2024-01-01 00:00:00+00'::timestamptz + g * interval '1 hour' FROM generate_series(1, 100) g;
--- new
CREATE SCHEMA app;
CREATE TABLE app.messages (id int PRIMARY KEY, user_id int, created_at timestamptz);
CREATE INDEX messages_user_id_created_at_idx ON app.messages (user_id, created_at DESC);
--- keeps
SELECT id, user_id, created_at FROM app.messages ORDER BY id;
--- after
SELECT indisvalid FROM pg_index WHERE indexrelid = 'app.messages_user_id_created_at_idx'::regclass;
--- plan
CREATE INDEX CONCURRENTLY
