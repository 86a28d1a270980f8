A check goes. Nothing is lost by that, so no leave is needed.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, name text CONSTRAINT name_short CHECK (length(name) < 40));
--- rows
INSERT INTO app.users VALUES (1, 'Ada');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, name text);
--- keeps
SELECT id, name FROM app.users;
--- plan
DROP CONSTRAINT
