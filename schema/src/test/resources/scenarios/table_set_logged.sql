An unlogged table becomes an ordinary one that survives a crash.
--- old
CREATE SCHEMA app;
CREATE UNLOGGED TABLE app.jobs (id bigint PRIMARY KEY, payload text);
CREATE INDEX jobs_payload_idx ON app.jobs (payload);
--- rows
INSERT INTO app.jobs SELECT g, 'job ' || g FROM generate_series(1, 20) g;
--- new
CREATE SCHEMA app;
CREATE TABLE app.jobs (id bigint PRIMARY KEY, payload text);
CREATE INDEX jobs_payload_idx ON app.jobs (payload);
--- keeps
SELECT id, payload FROM app.jobs ORDER BY id;
--- plan
SET LOGGED
