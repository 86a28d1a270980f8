A price list gets a key that forbids overlapping periods for one product.
--- old
CREATE EXTENSION btree_gist;
CREATE SCHEMA app;
CREATE TABLE app.prices (product int NOT NULL, valid daterange NOT NULL, cents int NOT NULL);
--- rows
INSERT INTO app.prices VALUES (1, '[2024-01-01,2024-02-01)', 100), (1, '[2024-02-01,2024-03-01)', 120);
--- new
CREATE EXTENSION btree_gist;
CREATE SCHEMA app;
CREATE TABLE app.prices (product int NOT NULL, valid daterange NOT NULL, cents int NOT NULL,
  PRIMARY KEY (product, valid WITHOUT OVERLAPS));
--- keeps
SELECT product, valid, cents FROM app.prices ORDER BY valid;
--- plan
WITHOUT OVERLAPS
--- needs
18
