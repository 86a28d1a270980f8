A new label is the new default of a column, and a check and a partial index name it too. The label must be committed before it is used.
--- old
CREATE SCHEMA app;
CREATE TYPE app.status AS ENUM ('open', 'done');
CREATE TABLE app.jobs (id int PRIMARY KEY, status app.status NOT NULL DEFAULT 'open', started_at timestamptz);
--- rows
INSERT INTO app.jobs VALUES (1, 'open', NULL), (2, 'done', '2024-01-01 00:00:00+00');
--- new
CREATE SCHEMA app;
CREATE TYPE app.status AS ENUM ('queued', 'open', 'done');
CREATE TABLE app.jobs (
  id int PRIMARY KEY,
  status app.status NOT NULL DEFAULT 'queued',
  started_at timestamptz,
  CONSTRAINT queued_not_started CHECK (status <> 'queued' OR started_at IS NULL)
);
CREATE INDEX jobs_queued_idx ON app.jobs (id) WHERE status = 'queued';
--- keeps
SELECT id, status, started_at FROM app.jobs ORDER BY id;
--- plan
ADD VALUE
CREATE INDEX CONCURRENTLY
