A column is gone and another of the same type is there, without a hint. It may be a rename, so the plan must stop.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id bigint PRIMARY KEY, name text NOT NULL);
--- rows
INSERT INTO app.users VALUES (1, 'Ada');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id bigint PRIMARY KEY, full_name text NOT NULL DEFAULT '');
--- refused
column app.users.name
