A right goes. The plan revokes exactly that one.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, email text);
GRANT SELECT, INSERT, DELETE ON app.users TO app_writer;
GRANT SELECT ON app.users TO app_reader;
--- rows
INSERT INTO app.users VALUES (1, 'a@example.org');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, email text);
GRANT SELECT, INSERT ON app.users TO app_writer;
GRANT SELECT ON app.users TO app_reader;
--- keeps
SELECT id, email FROM app.users;
--- after
SELECT NOT has_table_privilege('app_writer', 'app.users', 'DELETE') AND has_table_privilege('app_writer', 'app.users', 'INSERT');
--- plan
REVOKE
