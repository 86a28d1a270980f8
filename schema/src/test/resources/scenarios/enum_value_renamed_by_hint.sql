A label gets another name; the hint says from which. It is renamed in place and the rows follow.
--- old
CREATE SCHEMA app;
CREATE TYPE app.plan AS ENUM ('free', 'premium');
CREATE TABLE app.users (id int PRIMARY KEY, plan app.plan NOT NULL DEFAULT 'premium');
--- rows
INSERT INTO app.users VALUES (1, 'free'), (2, DEFAULT);
--- new
CREATE SCHEMA app;
CREATE TYPE app.plan AS ENUM (
  'free',
  'pro' -- was: premium
);
CREATE TABLE app.users (id int PRIMARY KEY, plan app.plan NOT NULL DEFAULT 'pro');
--- keeps
SELECT id FROM app.users WHERE plan <> 'free' ORDER BY id;
--- after
SELECT plan = 'pro' FROM app.users WHERE id = 2;
SELECT enum_range(NULL::app.plan)::text = '{free,pro}';
--- plan
RENAME VALUE
--- never
DROP TYPE
