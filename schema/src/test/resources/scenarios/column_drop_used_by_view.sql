A dropped column is read by a view, which no longer shows it. The view is made again around the drop, with its comment and its grant.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id bigint PRIMARY KEY, email text NOT NULL, legacy_flags int);
CREATE VIEW app.user_list AS SELECT id, email, legacy_flags FROM app.users;
COMMENT ON VIEW app.user_list IS 'what support sees';
GRANT SELECT ON app.user_list TO app_reader;
--- rows
INSERT INTO app.users VALUES (1, 'a@example.org', 3);
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id bigint PRIMARY KEY, email text NOT NULL);
CREATE VIEW app.user_list AS SELECT id, email FROM app.users;
COMMENT ON VIEW app.user_list IS 'what support sees';
GRANT SELECT ON app.user_list TO app_reader;
--- keeps
SELECT id, email FROM app.user_list;
--- after
SELECT has_table_privilege('app_reader', 'app.user_list', 'SELECT');
SELECT obj_description('app.user_list'::regclass) = 'what support sees';
--- allow
column app.users.legacy_flags = always zero since the rewrite
--- never
CASCADE
