An enum column with a default becomes text with a check, and the type goes. Every label can be written as text.
--- old
CREATE SCHEMA app;
CREATE TYPE app.plan AS ENUM ('free', 'pro');
CREATE TABLE app.users (id int PRIMARY KEY, plan app.plan NOT NULL DEFAULT 'free');
--- rows
INSERT INTO app.users VALUES (1, 'free'), (2, 'pro');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, plan text NOT NULL DEFAULT 'free', CONSTRAINT plan_known CHECK (plan IN ('free', 'pro', 'team')));
--- keeps
SELECT id, plan FROM app.users ORDER BY id;
--- plan
DROP TYPE
NOT VALID
--- never
DROP COLUMN
