A text column with a default becomes an enum. There is only an explicit cast, so it needs leave.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, plan text NOT NULL DEFAULT 'free' CHECK (plan IN ('free', 'pro')));
--- rows
INSERT INTO app.users VALUES (1, 'free'), (2, 'pro');
--- new
CREATE SCHEMA app;
CREATE TYPE app.plan AS ENUM ('free', 'pro');
CREATE TABLE app.users (id int PRIMARY KEY, plan app.plan NOT NULL DEFAULT 'free');
--- keeps
SELECT id, plan FROM app.users ORDER BY id;
--- allow
column app.users.plan = the check has held since the start
--- plan
CREATE TYPE
USING
