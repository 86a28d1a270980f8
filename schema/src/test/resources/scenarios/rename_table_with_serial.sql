A table with a serial key is renamed; the hint stands at the end of its first line. The sequence goes with it and keeps counting.
--- old
CREATE SCHEMA app;
CREATE TABLE app.tasks (
  id serial PRIMARY KEY,
  title text
);
--- rows
INSERT INTO app.tasks (title) VALUES ('a'), ('b');
--- new
CREATE SCHEMA app;
CREATE TABLE app.jobs ( -- was: tasks
  id serial PRIMARY KEY,
  title text
);
--- after
SELECT array_agg(title ORDER BY id) = ARRAY['a', 'b'] FROM app.jobs;
SELECT nextval('app.jobs_id_seq') = 3;
--- never
DROP TABLE
DROP SEQUENCE
