A generated column goes, with leave.
--- old
CREATE SCHEMA app;
CREATE TABLE app.t (id int PRIMARY KEY, a int, twice int GENERATED ALWAYS AS (a * 2) STORED);
--- rows
INSERT INTO app.t (id, a) VALUES (1, 4);
--- new
CREATE SCHEMA app;
CREATE TABLE app.t (id int PRIMARY KEY, a int);
--- keeps
SELECT id, a FROM app.t;
--- allow
column app.t.twice = computed by the reader
