A column is to be sampled in more detail.
--- old
CREATE SCHEMA app;
CREATE TABLE app.events (id int PRIMARY KEY, kind text);
--- rows
INSERT INTO app.events VALUES (1, 'a'), (2, 'b');
--- new
CREATE SCHEMA app;
CREATE TABLE app.events (id int PRIMARY KEY, kind text);
ALTER TABLE app.events ALTER COLUMN kind SET STATISTICS 500;
--- keeps
SELECT id, kind FROM app.events ORDER BY id;
--- plan
SET STATISTICS 500
