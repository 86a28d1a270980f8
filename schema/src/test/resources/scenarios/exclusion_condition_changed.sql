An exclusion constraint no longer looks at cancelled rows. It is made again under its name.
--- old
CREATE SCHEMA app;
CREATE TABLE app.slots (id int PRIMARY KEY, during int4range NOT NULL, cancelled boolean NOT NULL DEFAULT false,
  CONSTRAINT slots_no_overlap EXCLUDE USING gist (during WITH &&));
--- rows
INSERT INTO app.slots VALUES (1, '[1,5)'), (2, '[5,9)');
--- new
CREATE SCHEMA app;
CREATE TABLE app.slots (id int PRIMARY KEY, during int4range NOT NULL, cancelled boolean NOT NULL DEFAULT false,
  CONSTRAINT slots_no_overlap EXCLUDE USING gist (during WITH &&) WHERE (NOT cancelled));
--- keeps
SELECT id, during, cancelled FROM app.slots ORDER BY id;
--- plan
EXCLUDE
