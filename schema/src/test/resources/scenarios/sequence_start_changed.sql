Only the start value of a sequence changes. It is for a restart one day; the counter keeps its value now.
--- old
CREATE SCHEMA app;
CREATE SEQUENCE app.invoice_numbers START WITH 1;
--- rows
SELECT setval('app.invoice_numbers', 77);
--- new
CREATE SCHEMA app;
CREATE SEQUENCE app.invoice_numbers START WITH 1000;
--- keeps
SELECT last_value, is_called FROM app.invoice_numbers;
--- never
RESTART
DROP SEQUENCE
