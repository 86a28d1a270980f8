A view and a view over it go. A view holds no data, so no leave is needed.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY);
CREATE VIEW app.a AS SELECT id FROM app.users;
CREATE VIEW app.b AS SELECT id FROM app.a;
--- rows
INSERT INTO app.users VALUES (1);
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY);
--- keeps
SELECT id FROM app.users;
--- plan
DROP VIEW
--- never
CASCADE
DROP TABLE
