Two indexes have exchanged their names. Whatever the plan does, both must be there at the end.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, name text, city text);
CREATE INDEX users_a_idx ON app.users (name);
CREATE INDEX users_b_idx ON app.users (city);
--- rows
INSERT INTO app.users VALUES (1, 'Ada', 'London');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, name text, city text);
CREATE INDEX users_a_idx ON app.users (city);
CREATE INDEX users_b_idx ON app.users (name);
--- keeps
SELECT id, name, city FROM app.users;
--- after
SELECT pg_get_indexdef('app.users_a_idx'::regclass) LIKE '%(city)';
