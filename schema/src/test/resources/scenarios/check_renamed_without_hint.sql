A check has another name and the same condition. It is renamed, not made again.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, age int, CONSTRAINT c1 CHECK (age > 0));
--- rows
INSERT INTO app.users VALUES (1, 36);
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, age int, CONSTRAINT age_positive CHECK (age > 0));
--- keeps
SELECT id, age FROM app.users;
--- plan
RENAME CONSTRAINT
--- never
DROP CONSTRAINT
VALIDATE
