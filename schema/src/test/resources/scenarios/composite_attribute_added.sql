A composite type that a table uses gets another attribute. Existing values have null there.
--- old
CREATE SCHEMA app;
CREATE TYPE app.address AS (street text, city text);
CREATE TABLE app.users (id int PRIMARY KEY, home app.address);
--- rows
INSERT INTO app.users VALUES (1, ROW('Rua 1', 'Lisboa')), (2, NULL);
--- new
CREATE SCHEMA app;
CREATE TYPE app.address AS (street text, city text, country text);
CREATE TABLE app.users (id int PRIMARY KEY, home app.address);
--- keeps
SELECT id, (home).street, (home).city FROM app.users ORDER BY id;
--- after
SELECT count(*) = 2 FROM app.users WHERE (home).country IS NULL;
--- plan
ADD ATTRIBUTE
--- never
DROP TYPE
