An index goes. Nothing is lost by that; it is dropped without blocking writers.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, name text);
CREATE INDEX users_name_idx ON app.users (name);
CREATE INDEX users_name_length_idx ON app.users (length(name));
--- rows
INSERT INTO app.users VALUES (1, 'Ada');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, name text);
CREATE INDEX users_name_idx ON app.users (name);
--- keeps
SELECT id, name FROM app.users;
--- plan
DROP INDEX CONCURRENTLY
