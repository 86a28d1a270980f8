A real becomes a double. Every value is kept, so no leave is needed.
--- old
CREATE SCHEMA app;
CREATE TABLE app.scores (id int PRIMARY KEY, score float4 DEFAULT 0.5);
--- rows
INSERT INTO app.scores VALUES (1, 0.5), (2, 3.25);
--- new
CREATE SCHEMA app;
CREATE TABLE app.scores (id int PRIMARY KEY, score float8 DEFAULT 0.5);
--- keeps
SELECT id, score FROM app.scores ORDER BY id;
