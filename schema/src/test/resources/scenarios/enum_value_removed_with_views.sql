A label goes from an enum that a view and a view over that view show. Both are made again, with grants and comments.
--- old
CREATE SCHEMA app;
CREATE TYPE app.plan AS ENUM ('free', 'trial', 'pro');
CREATE TABLE app.users (id int PRIMARY KEY, plan app.plan NOT NULL DEFAULT 'free');
CREATE VIEW app.paying AS SELECT id, plan FROM app.users WHERE plan <> 'free';
CREATE VIEW app.pros AS SELECT id FROM app.paying WHERE plan = 'pro';
GRANT SELECT ON app.paying TO app_reader;
COMMENT ON VIEW app.pros IS 'those who pay most';
--- rows
INSERT INTO app.users VALUES (1, 'free'), (2, 'pro');
--- new
CREATE SCHEMA app;
CREATE TYPE app.plan AS ENUM ('free', 'pro');
CREATE TABLE app.users (id int PRIMARY KEY, plan app.plan NOT NULL DEFAULT 'free');
CREATE VIEW app.paying AS SELECT id, plan FROM app.users WHERE plan <> 'free';
CREATE VIEW app.pros AS SELECT id FROM app.paying WHERE plan = 'pro';
GRANT SELECT ON app.paying TO app_reader;
COMMENT ON VIEW app.pros IS 'those who pay most';
--- keeps
SELECT id, plan FROM app.users ORDER BY id;
SELECT id FROM app.pros ORDER BY id;
--- after
SELECT has_table_privilege('app_reader', 'app.paying', 'SELECT');
SELECT obj_description('app.pros'::regclass) = 'those who pay most';
--- never
CASCADE
