The expression of a virtual column changes, in place.
--- old
CREATE SCHEMA app;
CREATE TABLE app.usage (id int PRIMARY KEY, a bigint NOT NULL, b bigint NOT NULL, total bigint GENERATED ALWAYS AS (a + b) VIRTUAL);
--- rows
INSERT INTO app.usage (id, a, b) VALUES (1, 10, 20), (2, 5, 0);
--- new
CREATE SCHEMA app;
CREATE TABLE app.usage (id int PRIMARY KEY, a bigint NOT NULL, b bigint NOT NULL, total bigint GENERATED ALWAYS AS (a + 2 * b) VIRTUAL);
--- keeps
SELECT id, a, b FROM app.usage ORDER BY id;
--- after
SELECT sum(total) = 55 FROM app.usage;
--- plan
SET EXPRESSION
--- needs
18
