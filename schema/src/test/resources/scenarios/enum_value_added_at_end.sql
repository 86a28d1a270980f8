A label is added at the end of an enum. It is added in place; nothing else is touched.
--- old
CREATE SCHEMA app;
CREATE TYPE app.plan AS ENUM ('free', 'pro');
CREATE TABLE app.users (id int PRIMARY KEY, plan app.plan NOT NULL);
--- rows
INSERT INTO app.users VALUES (1, 'free'), (2, 'pro');
--- new
CREATE SCHEMA app;
CREATE TYPE app.plan AS ENUM ('free', 'pro', 'team');
CREATE TABLE app.users (id int PRIMARY KEY, plan app.plan NOT NULL);
--- keeps
SELECT id, plan FROM app.users ORDER BY id;
--- after
SELECT enum_range(NULL::app.plan)::text = '{free,pro,team}';
--- plan
ADD VALUE
--- never
DROP TYPE
