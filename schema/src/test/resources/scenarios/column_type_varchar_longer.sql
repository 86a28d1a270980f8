A length limit is raised. The table is not rewritten and nothing is lost.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, name varchar(20) NOT NULL);
CREATE INDEX users_name_idx ON app.users (name);
--- rows
INSERT INTO app.users VALUES (1, 'exactly twenty chars');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, name varchar(200) NOT NULL);
CREATE INDEX users_name_idx ON app.users (name);
--- keeps
SELECT id, name FROM app.users;
--- never
DROP COLUMN
