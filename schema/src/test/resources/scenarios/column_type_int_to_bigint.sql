A counter becomes bigint. No value is lost, so no leave is needed.
--- old
CREATE SCHEMA app;
CREATE TABLE app.usage (id int PRIMARY KEY, tokens integer NOT NULL DEFAULT 0 CHECK (tokens >= 0));
--- rows
INSERT INTO app.usage VALUES (1, 2147483647), (2, 0);
--- new
CREATE SCHEMA app;
CREATE TABLE app.usage (id int PRIMARY KEY, tokens bigint NOT NULL DEFAULT 0 CHECK (tokens >= 0));
--- keeps
SELECT id, tokens FROM app.usage ORDER BY id;
--- never
DROP COLUMN
