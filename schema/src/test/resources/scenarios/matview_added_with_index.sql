A materialised view is added and is full at once; its unique index allows refreshing without locking readers.
--- old
CREATE SCHEMA app;
CREATE TABLE app.usage (id int PRIMARY KEY, model text, tokens int);
--- rows
INSERT INTO app.usage VALUES (1, 'a', 5), (2, 'a', 6), (3, 'b', 7);
--- new
CREATE SCHEMA app;
CREATE TABLE app.usage (id int PRIMARY KEY, model text, tokens int);
CREATE MATERIALIZED VIEW app.by_model AS SELECT model, sum(tokens) AS tokens FROM app.usage GROUP BY model;
CREATE UNIQUE INDEX by_model_key ON app.by_model (model);
--- keeps
SELECT id, model, tokens FROM app.usage ORDER BY id;
--- after
SELECT relispopulated FROM pg_class WHERE oid = 'app.by_model'::regclass;
--- plan
CREATE MATERIALIZED VIEW
