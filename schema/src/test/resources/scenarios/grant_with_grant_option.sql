One role may pass a right on from now on and another no longer may, but keeps the right itself.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY);
GRANT SELECT ON app.users TO app_reader WITH GRANT OPTION;
GRANT SELECT ON app.users TO app_writer;
--- rows
INSERT INTO app.users VALUES (1);
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY);
GRANT SELECT ON app.users TO app_reader;
GRANT SELECT ON app.users TO app_writer WITH GRANT OPTION;
--- keeps
SELECT id FROM app.users;
--- after
SELECT has_table_privilege('app_writer', 'app.users', 'SELECT WITH GRANT OPTION');
SELECT has_table_privilege('app_reader', 'app.users', 'SELECT') AND NOT has_table_privilege('app_reader', 'app.users', 'SELECT WITH GRANT OPTION');
--- plan
WITH GRANT OPTION
