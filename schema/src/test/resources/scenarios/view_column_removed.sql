A view shows one column less, so it cannot be replaced in place. It and the view over it are made again, with comments and grants.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, email text, name text);
CREATE VIEW app.people AS SELECT id, email, name FROM app.users;
CREATE VIEW app.named AS SELECT id, name FROM app.people WHERE name IS NOT NULL;
GRANT SELECT ON app.people, app.named TO app_reader;
GRANT SELECT (id) ON app.named TO app_writer;
COMMENT ON VIEW app.named IS 'people we can greet';
COMMENT ON COLUMN app.named.name IS 'as they wrote it';
--- rows
INSERT INTO app.users VALUES (1, 'a@example.org', 'Ada'), (2, 'b@example.org', NULL);
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, email text, name text);
CREATE VIEW app.people AS SELECT id, name FROM app.users;
CREATE VIEW app.named AS SELECT id, name FROM app.people WHERE name IS NOT NULL;
GRANT SELECT ON app.people, app.named TO app_reader;
GRANT SELECT (id) ON app.named TO app_writer;
COMMENT ON VIEW app.named IS 'people we can greet';
COMMENT ON COLUMN app.named.name IS 'as they wrote it';
--- keeps
SELECT id, name FROM app.people ORDER BY id;
SELECT id, name FROM app.named;
--- after
SELECT has_table_privilege('app_reader', 'app.named', 'SELECT');
SELECT has_column_privilege('app_writer', 'app.named', 'id', 'SELECT');
SELECT col_description('app.named'::regclass, 2) = 'as they wrote it';
--- never
CASCADE
