One unique constraint carries another column along, and another becomes deferrable.
--- old
CREATE SCHEMA app;
CREATE TABLE app.steps (id int PRIMARY KEY, run_id int NOT NULL, position int NOT NULL, name text,
  CONSTRAINT steps_position UNIQUE (run_id, position),
  CONSTRAINT steps_id_run UNIQUE (id, run_id));
--- rows
INSERT INTO app.steps VALUES (1, 1, 1, 'a'), (2, 1, 2, 'b');
--- new
CREATE SCHEMA app;
CREATE TABLE app.steps (id int PRIMARY KEY, run_id int NOT NULL, position int NOT NULL, name text,
  CONSTRAINT steps_position UNIQUE (run_id, position) DEFERRABLE INITIALLY IMMEDIATE,
  CONSTRAINT steps_id_run UNIQUE (id, run_id) INCLUDE (name));
--- keeps
SELECT id, run_id, position, name FROM app.steps ORDER BY id;
--- after
SELECT condeferrable AND NOT condeferred FROM pg_constraint WHERE conname = 'steps_position';
--- plan
INCLUDE
