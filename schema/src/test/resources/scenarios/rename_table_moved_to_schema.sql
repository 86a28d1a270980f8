A table moves to another schema; the hint gives its full old name. Rows, index and the constraint that points at it move along.
--- old
CREATE SCHEMA app;
CREATE SCHEMA billing;
CREATE TABLE app.invoices (id int PRIMARY KEY, cents int NOT NULL);
CREATE INDEX invoices_cents_idx ON app.invoices (cents);
CREATE TABLE app.lines (id int PRIMARY KEY, invoice_id int REFERENCES app.invoices);
--- rows
INSERT INTO app.invoices VALUES (1, 100);
INSERT INTO app.lines VALUES (1, 1);
--- new
CREATE SCHEMA app;
CREATE SCHEMA billing;
-- was: app.invoices
CREATE TABLE billing.invoices (id int PRIMARY KEY, cents int NOT NULL);
CREATE INDEX invoices_cents_idx ON billing.invoices (cents);
CREATE TABLE app.lines (id int PRIMARY KEY, invoice_id int REFERENCES billing.invoices);
--- keeps
SELECT id, invoice_id FROM app.lines;
--- after
SELECT cents = 100 FROM billing.invoices;
--- plan
SET SCHEMA
--- never
DROP TABLE
