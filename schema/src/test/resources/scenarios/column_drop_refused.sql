A column is gone from the files and nobody allowed the drop. The plan must stop and name it.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id bigint PRIMARY KEY, email text NOT NULL, phone text);
--- rows
INSERT INTO app.users VALUES (1, 'a@example.org', '+351 1');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id bigint PRIMARY KEY, email text NOT NULL);
--- refused
column app.users.phone
