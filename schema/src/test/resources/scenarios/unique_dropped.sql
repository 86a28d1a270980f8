A unique constraint goes with its index. Nothing is lost by that.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, name text UNIQUE);
--- rows
INSERT INTO app.users VALUES (1, 'Ada');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, name text);
--- keeps
SELECT id, name FROM app.users;
--- plan
DROP CONSTRAINT
