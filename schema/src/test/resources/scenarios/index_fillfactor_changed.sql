Only a storage option of an index changes. It may be set in place; the index stays there.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, name text);
CREATE INDEX users_name_idx ON app.users (name);
--- rows
INSERT INTO app.users VALUES (1, 'Ada');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, name text);
CREATE INDEX users_name_idx ON app.users (name) WITH (fillfactor = 70);
--- keeps
SELECT id, name FROM app.users;
--- after
SELECT reloptions = ARRAY['fillfactor=70'] FROM pg_class WHERE oid = 'app.users_name_idx'::regclass;
--- plan
fillfactor
