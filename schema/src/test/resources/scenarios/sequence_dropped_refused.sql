A sequence is gone from the files and nobody allowed the drop. Its counter would be lost, so the plan must stop.
--- old
CREATE SCHEMA app;
CREATE SEQUENCE app.invoice_numbers;
CREATE TABLE app.invoices (id int PRIMARY KEY);
--- rows
SELECT setval('app.invoice_numbers', 5000);
INSERT INTO app.invoices VALUES (1);
--- new
CREATE SCHEMA app;
CREATE TABLE app.invoices (id int PRIMARY KEY);
--- refused
sequence app.invoice_numbers
