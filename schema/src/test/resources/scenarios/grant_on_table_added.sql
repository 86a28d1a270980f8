Roles get rights on a table and on the schema.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, email text);
--- rows
INSERT INTO app.users VALUES (1, 'a@example.org');
--- new
CREATE SCHEMA app;
GRANT USAGE ON SCHEMA app TO app_reader, app_writer;
CREATE TABLE app.users (id int PRIMARY KEY, email text);
GRANT SELECT ON app.users TO app_reader;
GRANT SELECT, INSERT, UPDATE ON app.users TO app_writer;
--- keeps
SELECT id, email FROM app.users;
--- after
SELECT has_table_privilege('app_writer', 'app.users', 'UPDATE') AND NOT has_table_privilege('app_writer', 'app.users', 'DELETE');
SELECT has_schema_privilege('app_reader', 'app', 'USAGE');
--- plan
GRANT
