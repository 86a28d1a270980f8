A column may be null from now on. One cheap statement does it.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id bigint PRIMARY KEY, phone text NOT NULL, name text NOT NULL);
--- rows
INSERT INTO app.users VALUES (1, '+351 1', 'Ada');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id bigint PRIMARY KEY, phone text, name text NOT NULL);
--- keeps
SELECT id, phone, name FROM app.users;
--- plan
DROP NOT NULL
--- never
DROP COLUMN
