Decimals would be rounded away. The plan must stop and name the column.
--- old
CREATE SCHEMA app;
CREATE TABLE app.prices (id int PRIMARY KEY, usd numeric(12,6) NOT NULL);
--- rows
INSERT INTO app.prices VALUES (1, 0.000250);
--- new
CREATE SCHEMA app;
CREATE TABLE app.prices (id int PRIMARY KEY, usd numeric(12,2) NOT NULL);
--- refused
column app.prices.usd
