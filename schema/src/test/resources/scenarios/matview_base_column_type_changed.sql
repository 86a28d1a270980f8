The type of a column changes under a materialised view with an index. The materialised view is made again around the change.
--- old
CREATE SCHEMA app;
CREATE TABLE app.usage (id int PRIMARY KEY, tokens int);
CREATE MATERIALIZED VIEW app.big AS SELECT id, tokens FROM app.usage WHERE tokens > 5;
CREATE UNIQUE INDEX big_id_key ON app.big (id);
--- rows
INSERT INTO app.usage VALUES (1, 5), (2, 6);
REFRESH MATERIALIZED VIEW app.big;
--- new
CREATE SCHEMA app;
CREATE TABLE app.usage (id int PRIMARY KEY, tokens bigint);
CREATE MATERIALIZED VIEW app.big AS SELECT id, tokens FROM app.usage WHERE tokens > 5;
CREATE UNIQUE INDEX big_id_key ON app.big (id);
--- keeps
SELECT id, tokens FROM app.usage ORDER BY id;
SELECT id, tokens FROM app.big ORDER BY id;
--- after
SELECT count(*) = 1 FROM pg_index WHERE indrelid = 'app.big'::regclass;
