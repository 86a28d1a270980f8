More digits before and after the point. Nothing is lost, so no leave is needed.
--- old
CREATE SCHEMA app;
CREATE TABLE app.prices (id int PRIMARY KEY, usd numeric(10,2) NOT NULL);
--- rows
INSERT INTO app.prices VALUES (1, 1.25), (2, 99999999.99);
--- new
CREATE SCHEMA app;
CREATE TABLE app.prices (id int PRIMARY KEY, usd numeric(14,4) NOT NULL);
--- keeps
SELECT id, usd = 1.25, round(usd, 2) FROM app.prices ORDER BY id;
