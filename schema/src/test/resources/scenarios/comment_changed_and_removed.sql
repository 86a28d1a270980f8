One comment changes and another goes.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, email text);
COMMENT ON TABLE app.users IS 'users';
COMMENT ON COLUMN app.users.email IS 'TODO';
--- rows
INSERT INTO app.users VALUES (1, 'a@example.org');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, email text);
COMMENT ON TABLE app.users IS 'people who signed up';
--- keeps
SELECT id, email FROM app.users;
--- after
SELECT col_description('app.users'::regclass, 2) IS NULL;
--- plan
COMMENT ON COLUMN
IS NULL
