Keys are written at the column, at the table or afterwards. Nothing is to be done.
--- old
CREATE SCHEMA app;
CREATE TABLE app.a (id int PRIMARY KEY, x int UNIQUE);
CREATE TABLE app.b (p int, q int, PRIMARY KEY (p, q));
--- rows
INSERT INTO app.a VALUES (1, 1);
INSERT INTO app.b VALUES (1, 1);
--- new
CREATE SCHEMA app;
CREATE TABLE app.b (p int NOT NULL, q int NOT NULL);
ALTER TABLE ONLY app.b ADD CONSTRAINT b_pkey PRIMARY KEY (p, q);
CREATE TABLE app.a (id int NOT NULL, x int, CONSTRAINT a_x_key UNIQUE (x), CONSTRAINT a_pkey PRIMARY KEY (id));
--- keeps
SELECT id, x FROM app.a;
SELECT p, q FROM app.b;
--- plan
(nothing)
