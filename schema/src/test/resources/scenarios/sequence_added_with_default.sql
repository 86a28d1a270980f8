A new sequence feeds the default of an existing column. It must be there before the default is set.
--- old
CREATE SCHEMA app;
CREATE TABLE app.invoices (id int PRIMARY KEY, number bigint NOT NULL);
--- rows
INSERT INTO app.invoices VALUES (1, 1), (2, 2);
--- new
CREATE SCHEMA app;
CREATE SEQUENCE app.invoice_numbers START WITH 1000 INCREMENT BY 1;
CREATE TABLE app.invoices (id int PRIMARY KEY, number bigint NOT NULL DEFAULT nextval('app.invoice_numbers'));
--- keeps
SELECT id, number FROM app.invoices ORDER BY id;
--- after
SELECT nextval('app.invoice_numbers') = 1000;
--- plan
CREATE SEQUENCE
SET DEFAULT
