The condition of a partial index changes, the name stays. The new one is built before the old one goes, and keeps the comment.
--- old
CREATE SCHEMA app;
CREATE TABLE app.jobs (id int PRIMARY KEY, state text NOT NULL, run_at timestamptz);
CREATE INDEX jobs_due_idx ON app.jobs (run_at) WHERE state = 'queued';
COMMENT ON INDEX app.jobs_due_idx IS 'the worker polls by this';
--- rows
INSERT INTO app.jobs VALUES (1, 'queued', '2024-01-01 00:00:00+00'), (2, 'retry', '2024-01-02 00:00:00+00');
--- new
CREATE SCHEMA app;
CREATE TABLE app.jobs (id int PRIMARY KEY, state text NOT NULL, run_at timestamptz);
CREATE INDEX jobs_due_idx ON app.jobs (run_at) WHERE state IN ('queued', 'retry');
COMMENT ON INDEX app.jobs_due_idx IS 'the worker polls by this';
--- keeps
SELECT id, state, run_at FROM app.jobs ORDER BY id;
--- after
SELECT obj_description('app.jobs_due_idx'::regclass) = 'the worker polls by this';
--- plan
CREATE INDEX CONCURRENTLY
DROP INDEX CONCURRENTLY
