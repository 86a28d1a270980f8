A materialised view goes. What it holds can be computed again, so no leave is needed.
--- old
CREATE SCHEMA app;
CREATE TABLE app.usage (id int PRIMARY KEY, tokens int);
CREATE MATERIALIZED VIEW app.big AS SELECT id FROM app.usage WHERE tokens > 5;
CREATE INDEX big_id_idx ON app.big (id);
--- rows
INSERT INTO app.usage VALUES (1, 5), (2, 6);
--- new
CREATE SCHEMA app;
CREATE TABLE app.usage (id int PRIMARY KEY, tokens int);
--- keeps
SELECT id, tokens FROM app.usage ORDER BY id;
--- plan
DROP MATERIALIZED VIEW
