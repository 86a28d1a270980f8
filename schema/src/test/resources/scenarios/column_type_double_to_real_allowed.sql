A double becomes a real, which holds fewer digits; allowed by name.
--- old
CREATE SCHEMA app;
CREATE TABLE app.scores (id int PRIMARY KEY, score double precision);
--- rows
INSERT INTO app.scores VALUES (1, 0.5), (2, -2.25), (3, NULL);
--- new
CREATE SCHEMA app;
CREATE TABLE app.scores (id int PRIMARY KEY, score real);
--- keeps
SELECT id, score::numeric FROM app.scores ORDER BY id;
--- allow
column app.scores.score = three digits are plenty for a relevance score
