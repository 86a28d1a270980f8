An unused label goes. A new type takes the place of the old one and the column is converted.
--- old
CREATE SCHEMA app;
CREATE TYPE app.plan AS ENUM ('free', 'trial', 'pro');
CREATE TABLE app.users (id int PRIMARY KEY, plan app.plan NOT NULL);
--- rows
INSERT INTO app.users VALUES (1, 'free'), (2, 'pro');
--- new
CREATE SCHEMA app;
CREATE TYPE app.plan AS ENUM ('free', 'pro');
CREATE TABLE app.users (id int PRIMARY KEY, plan app.plan NOT NULL);
--- keeps
SELECT id, plan FROM app.users ORDER BY id;
--- after
SELECT enum_range(NULL::app.plan)::text = '{free,pro}';
--- plan
USING
DROP TYPE
--- never
DROP COLUMN
DROP TABLE
