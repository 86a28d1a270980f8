An extension that nothing uses any more goes, with leave. The index that used it goes first.
--- old
CREATE EXTENSION pg_trgm;
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, name text);
CREATE INDEX users_name_trgm_idx ON app.users USING gist (name gist_trgm_ops);
--- rows
INSERT INTO app.users VALUES (1, 'Ada');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, name text);
--- keeps
SELECT id, name FROM app.users;
--- allow
extension pg_trgm = search moved to its own service
--- plan
DROP EXTENSION
--- never
CASCADE
