Rights on single columns change: one goes, one comes, one stays.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, email text, phone text, name text);
GRANT SELECT (id, phone) ON app.users TO app_reader;
--- rows
INSERT INTO app.users VALUES (1, 'a@example.org', '1', 'Ada');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, email text, phone text, name text);
GRANT SELECT (id, name), UPDATE (name) ON app.users TO app_reader;
--- keeps
SELECT id, email, phone, name FROM app.users;
--- after
SELECT has_column_privilege('app_reader', 'app.users', 'name', 'UPDATE') AND NOT has_column_privilege('app_reader', 'app.users', 'phone', 'SELECT');
SELECT has_column_privilege('app_reader', 'app.users', 'id', 'SELECT');
--- plan
GRANT
REVOKE
