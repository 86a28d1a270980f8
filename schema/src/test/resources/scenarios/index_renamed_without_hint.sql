An index has another name and is otherwise the same. It is renamed, not built again.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, name text);
CREATE INDEX idx_1 ON app.users (lower(name)) WHERE name <> '';
--- rows
INSERT INTO app.users VALUES (1, 'Ada');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, name text);
CREATE INDEX users_lower_name_idx ON app.users (lower(name)) WHERE name <> '';
--- keeps
SELECT id, name FROM app.users;
--- plan
RENAME TO
--- never
DROP INDEX
CREATE INDEX
