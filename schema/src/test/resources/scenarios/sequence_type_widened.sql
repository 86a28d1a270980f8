A sequence of integers becomes one of bigints, with the bounds that go with it.
--- old
CREATE SCHEMA app;
CREATE SEQUENCE app.numbers AS integer;
--- rows
SELECT setval('app.numbers', 2000000000);
--- new
CREATE SCHEMA app;
CREATE SEQUENCE app.numbers AS bigint;
--- keeps
SELECT last_value FROM app.numbers;
--- after
SELECT seqmax = 9223372036854775807 FROM pg_sequence WHERE seqrelid = 'app.numbers'::regclass;
--- never
DROP SEQUENCE
