An exclusion constraint is written with the operator classes it has anyway. Nothing is to be done.
--- old
CREATE SCHEMA app;
CREATE TABLE app.slots (id int PRIMARY KEY, during int4range, EXCLUDE USING gist (during WITH &&));
--- rows
INSERT INTO app.slots VALUES (1, '[1,5)');
--- new
CREATE SCHEMA app;
CREATE TABLE app.slots (id int PRIMARY KEY, during int4range);
ALTER TABLE app.slots ADD CONSTRAINT slots_during_excl EXCLUDE USING GIST (during range_ops WITH OPERATOR(pg_catalog.&&));
--- keeps
SELECT id, during FROM app.slots;
--- plan
(nothing)
