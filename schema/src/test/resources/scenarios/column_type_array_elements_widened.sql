The elements of an array column become wider.
--- old
CREATE SCHEMA app;
CREATE TABLE app.batches (id int PRIMARY KEY, item_ids int[] NOT NULL DEFAULT '{}');
--- rows
INSERT INTO app.batches VALUES (1, '{1,2,3}'), (2, DEFAULT);
--- new
CREATE SCHEMA app;
CREATE TABLE app.batches (id int PRIMARY KEY, item_ids bigint[] NOT NULL DEFAULT '{}');
--- keeps
SELECT id, item_ids FROM app.batches ORDER BY id;
