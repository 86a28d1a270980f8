A renamed column has an index, a check, a foreign key, a generated column, a comment, a column grant and a view over it. Names made from the column's name follow.
--- old
CREATE SCHEMA app;
CREATE TABLE app.orgs (id int PRIMARY KEY);
CREATE TABLE app.users (
  id int PRIMARY KEY,
  org int NOT NULL REFERENCES app.orgs CHECK (org > 0),
  org_twice int GENERATED ALWAYS AS (org * 2) STORED
);
CREATE INDEX ON app.users (org);
CREATE VIEW app.org_sizes AS SELECT org, count(*) AS n FROM app.users GROUP BY org;
COMMENT ON COLUMN app.users.org IS 'who pays';
GRANT SELECT (org) ON app.users TO app_reader;
--- rows
INSERT INTO app.orgs VALUES (1);
INSERT INTO app.users (id, org) VALUES (1, 1), (2, 1);
--- new
CREATE SCHEMA app;
CREATE TABLE app.orgs (id int PRIMARY KEY);
CREATE TABLE app.users (
  id int PRIMARY KEY,
  org_id int NOT NULL REFERENCES app.orgs CHECK (org_id > 0), -- was: org
  org_twice int GENERATED ALWAYS AS (org_id * 2) STORED
);
CREATE INDEX ON app.users (org_id);
CREATE VIEW app.org_sizes AS SELECT org_id AS org, count(*) AS n FROM app.users GROUP BY org_id;
COMMENT ON COLUMN app.users.org_id IS 'who pays';
GRANT SELECT (org_id) ON app.users TO app_reader;
--- keeps
SELECT id, org_twice FROM app.users ORDER BY id;
SELECT org, n FROM app.org_sizes;
--- after
SELECT count(*) = 2 FROM app.users WHERE org_id = 1;
SELECT has_column_privilege('app_reader', 'app.users', 'org_id', 'SELECT');
SELECT conname = 'users_org_id_fkey' FROM pg_constraint WHERE contype = 'f';
--- plan
RENAME COLUMN
--- never
DROP COLUMN
CREATE INDEX
