Step, bounds, cache and cycling of a sequence change in place. The counter keeps its value.
--- old
CREATE SCHEMA app;
CREATE SEQUENCE app.batch_numbers;
--- rows
SELECT setval('app.batch_numbers', 41);
--- new
CREATE SCHEMA app;
CREATE SEQUENCE app.batch_numbers INCREMENT BY 10 MAXVALUE 1000000 CACHE 5 CYCLE;
--- keeps
SELECT last_value, is_called FROM app.batch_numbers;
--- plan
ALTER SEQUENCE
--- never
DROP SEQUENCE
RESTART
