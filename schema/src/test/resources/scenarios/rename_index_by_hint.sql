An index has another name and another column besides, with a hint. It is built anew and the old one goes.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, a int, b int);
CREATE INDEX i1 ON app.users (a);
--- rows
INSERT INTO app.users VALUES (1, 2, 3);
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, a int, b int);
-- was: i1
CREATE INDEX users_a_b_idx ON app.users (a, b);
--- keeps
SELECT id, a, b FROM app.users;
--- after
SELECT to_regclass('app.i1') IS NULL;
--- plan
CREATE INDEX CONCURRENTLY
