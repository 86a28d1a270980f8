A check that was NOT ENFORCED is an ordinary one now. The rows satisfy it.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, age int, CONSTRAINT age_positive CHECK (age > 0) NOT ENFORCED);
--- rows
INSERT INTO app.users VALUES (1, 36);
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, age int, CONSTRAINT age_positive CHECK (age > 0));
--- keeps
SELECT id, age FROM app.users;
--- after
SELECT conenforced AND convalidated FROM pg_constraint WHERE conname = 'age_positive';
--- needs
18
