A schema is gone from the files and nobody allowed the drop. The plan must stop.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY);
CREATE SCHEMA archive;
CREATE TABLE archive.users (id int PRIMARY KEY);
--- rows
INSERT INTO archive.users VALUES (1);
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY);
--- refused
schema archive
