A schema has another name, with all that is in it. Nothing in it is made again.
--- old
CREATE SCHEMA core;
CREATE TYPE core.plan AS ENUM ('free', 'pro');
CREATE TABLE core.users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, plan core.plan NOT NULL DEFAULT 'free');
CREATE VIEW core.pros AS SELECT id FROM core.users WHERE plan = 'pro';
--- rows
INSERT INTO core.users (plan) VALUES ('free'), ('pro');
--- new
-- was: core
CREATE SCHEMA app;
CREATE TYPE app.plan AS ENUM ('free', 'pro');
CREATE TABLE app.users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, plan app.plan NOT NULL DEFAULT 'free');
CREATE VIEW app.pros AS SELECT id FROM app.users WHERE plan = 'pro';
--- after
SELECT count(*) = 2 FROM app.users;
SELECT id = 2 FROM app.pros;
SELECT to_regnamespace('core') IS NULL;
--- plan
RENAME TO
--- never
DROP TABLE
CREATE TABLE
