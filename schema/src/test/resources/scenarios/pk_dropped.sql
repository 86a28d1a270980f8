A table loses its key; the column may still not be null. Nothing is lost by that.
--- old
CREATE SCHEMA app;
CREATE TABLE app.log (id int PRIMARY KEY, line text);
--- rows
INSERT INTO app.log VALUES (1, 'a'), (2, 'b');
--- new
CREATE SCHEMA app;
CREATE TABLE app.log (id int NOT NULL, line text);
--- keeps
SELECT id, line FROM app.log ORDER BY id;
--- plan
DROP CONSTRAINT
