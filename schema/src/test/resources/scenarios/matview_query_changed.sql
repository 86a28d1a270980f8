The query of a materialised view changes. It is made again with its indexes, comment and grants, and a view over it too.
--- old
CREATE SCHEMA app;
CREATE TABLE app.usage (id int PRIMARY KEY, model text, tokens int);
CREATE MATERIALIZED VIEW app.by_model AS SELECT model, sum(tokens) AS tokens FROM app.usage GROUP BY model;
CREATE UNIQUE INDEX by_model_key ON app.by_model (model);
CREATE INDEX by_model_tokens_idx ON app.by_model (tokens DESC);
CREATE VIEW app.top_models AS SELECT model FROM app.by_model WHERE tokens > 6;
COMMENT ON MATERIALIZED VIEW app.by_model IS 'refreshed at night';
GRANT SELECT ON app.by_model, app.top_models TO app_reader;
--- rows
INSERT INTO app.usage VALUES (1, 'a', 5), (2, 'a', 6), (3, 'b', 7);
REFRESH MATERIALIZED VIEW app.by_model;
--- new
CREATE SCHEMA app;
CREATE TABLE app.usage (id int PRIMARY KEY, model text, tokens int);
CREATE MATERIALIZED VIEW app.by_model AS SELECT model, sum(tokens) AS tokens, count(*) AS calls FROM app.usage GROUP BY model;
CREATE UNIQUE INDEX by_model_key ON app.by_model (model);
CREATE INDEX by_model_tokens_idx ON app.by_model (tokens DESC);
CREATE VIEW app.top_models AS SELECT model FROM app.by_model WHERE tokens > 6;
COMMENT ON MATERIALIZED VIEW app.by_model IS 'refreshed at night';
GRANT SELECT ON app.by_model, app.top_models TO app_reader;
--- keeps
SELECT model, tokens FROM app.by_model ORDER BY model;
SELECT model FROM app.top_models ORDER BY model;
--- after
SELECT count(*) = 2 FROM pg_index WHERE indrelid = 'app.by_model'::regclass;
SELECT has_table_privilege('app_reader', 'app.by_model', 'SELECT') AND has_table_privilege('app_reader', 'app.top_models', 'SELECT');
SELECT obj_description('app.by_model'::regclass) = 'refreshed at night';
--- never
DROP TABLE
