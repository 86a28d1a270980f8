The check of a domain is widened and it gets a default. Both in place; the rows stay.
--- old
CREATE SCHEMA app;
CREATE DOMAIN app.percent AS int CONSTRAINT percent_range CHECK (VALUE BETWEEN 0 AND 100);
CREATE TABLE app.discounts (id int PRIMARY KEY, off app.percent);
--- rows
INSERT INTO app.discounts VALUES (1, 10), (2, NULL);
--- new
CREATE SCHEMA app;
CREATE DOMAIN app.percent AS int DEFAULT 0 CONSTRAINT percent_range CHECK (VALUE BETWEEN -100 AND 100);
CREATE TABLE app.discounts (id int PRIMARY KEY, off app.percent);
--- keeps
SELECT id, off FROM app.discounts ORDER BY id;
--- plan
ALTER DOMAIN
SET DEFAULT
