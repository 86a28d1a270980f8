A check is declared NOT ENFORCED, for the planner and the reader only. Rows that break it are left alone.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, age int);
--- rows
INSERT INTO app.users VALUES (1, -1), (2, 40);
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, age int, CONSTRAINT age_positive CHECK (age > 0) NOT ENFORCED);
--- keeps
SELECT id, age FROM app.users ORDER BY id;
--- after
SELECT NOT conenforced FROM pg_constraint WHERE conname = 'age_positive';
--- plan
NOT ENFORCED
--- never
VALIDATE CONSTRAINT
--- needs
18
