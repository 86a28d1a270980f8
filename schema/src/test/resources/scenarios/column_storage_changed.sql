Large values of one column are to be stored uncompressed, those of another stay as they are.
--- old
CREATE SCHEMA app;
CREATE TABLE app.blobs (id int PRIMARY KEY, data bytea, note text);
--- rows
INSERT INTO app.blobs VALUES (1, '\x0102', 'two bytes');
--- new
CREATE SCHEMA app;
CREATE TABLE app.blobs (id int PRIMARY KEY, data bytea, note text);
ALTER TABLE app.blobs ALTER COLUMN data SET STORAGE EXTERNAL;
--- keeps
SELECT id, data, note FROM app.blobs;
--- plan
SET STORAGE EXTERNAL
