A cache table becomes unlogged. The rows in it are kept.
--- old
CREATE SCHEMA app;
CREATE TABLE app.prompt_cache (key text PRIMARY KEY, value jsonb NOT NULL);
--- rows
INSERT INTO app.prompt_cache VALUES ('k1', '{"a": 1}'), ('k2', '[]');
--- new
CREATE SCHEMA app;
CREATE UNLOGGED TABLE app.prompt_cache (key text PRIMARY KEY, value jsonb NOT NULL);
--- keeps
SELECT key, value FROM app.prompt_cache ORDER BY key;
--- plan
SET UNLOGGED
--- never
DROP TABLE
