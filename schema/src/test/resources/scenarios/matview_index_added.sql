A materialised view gets an index and is not made again.
--- old
CREATE SCHEMA app;
CREATE TABLE app.usage (id int PRIMARY KEY, tokens int);
CREATE MATERIALIZED VIEW app.big AS SELECT id, tokens FROM app.usage WHERE tokens > 5;
--- rows
INSERT INTO app.usage VALUES (1, 5), (2, 6);
REFRESH MATERIALIZED VIEW app.big;
--- new
CREATE SCHEMA app;
CREATE TABLE app.usage (id int PRIMARY KEY, tokens int);
CREATE MATERIALIZED VIEW app.big AS SELECT id, tokens FROM app.usage WHERE tokens > 5;
CREATE INDEX big_tokens_idx ON app.big (tokens);
--- keeps
SELECT id, tokens FROM app.big ORDER BY id;
--- plan
CREATE INDEX
--- never
DROP MATERIALIZED VIEW
