A number with a default becomes text, default included. Every number can be written as text, so no leave is needed.
--- old
CREATE SCHEMA app;
CREATE TABLE app.builds (id int PRIMARY KEY, version integer NOT NULL DEFAULT 1);
--- rows
INSERT INTO app.builds VALUES (1, 17), (2, DEFAULT);
--- new
CREATE SCHEMA app;
CREATE TABLE app.builds (id int PRIMARY KEY, version text NOT NULL DEFAULT '1');
--- keeps
SELECT id, version::text FROM app.builds ORDER BY id;
--- never
DROP COLUMN
