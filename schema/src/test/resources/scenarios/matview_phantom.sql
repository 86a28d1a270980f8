A materialised view is written another way with the same meaning. Nothing is to be done, and above all it is not filled anew.
--- old
CREATE SCHEMA app;
CREATE TABLE app.usage (id int PRIMARY KEY, tokens int);
CREATE MATERIALIZED VIEW app.big AS SELECT id, tokens FROM app.usage WHERE tokens > 5;
--- rows
INSERT INTO app.usage VALUES (1, 5), (2, 6);
--- new
CREATE SCHEMA app;
CREATE TABLE app.usage (id int PRIMARY KEY, tokens int);
CREATE MATERIALIZED VIEW app.big AS
  SELECT usage.id, usage.tokens
  FROM app.usage
  WHERE (usage.tokens > 5)
WITH DATA;
--- keeps
SELECT id, tokens FROM app.usage ORDER BY id;
--- plan
(nothing)
