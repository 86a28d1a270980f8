The storage of a column is written in CREATE TABLE, as newer servers allow. The plan sets it.
--- old
CREATE SCHEMA app;
CREATE TABLE app.blobs (id int PRIMARY KEY, data bytea STORAGE EXTERNAL, note text);
--- rows
INSERT INTO app.blobs VALUES (1, '\x0102', 'two bytes');
--- new
CREATE SCHEMA app;
CREATE TABLE app.blobs (id int PRIMARY KEY, data bytea, note text STORAGE MAIN);
--- keeps
SELECT id, data, note FROM app.blobs;
--- plan
SET STORAGE MAIN
--- needs
16
