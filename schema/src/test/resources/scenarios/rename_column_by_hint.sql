A column has another name; the hint stands at the end of its line. It is renamed and keeps its values.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (
  id int PRIMARY KEY,
  name text NOT NULL
);
--- rows
INSERT INTO app.users VALUES (1, 'Ada'), (2, 'Grace');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (
  id int PRIMARY KEY,
  full_name text NOT NULL -- was: name
);
--- keeps
SELECT id FROM app.users ORDER BY id;
--- after
SELECT array_agg(full_name ORDER BY id) = ARRAY['Ada', 'Grace'] FROM app.users;
--- plan
RENAME COLUMN
--- never
DROP COLUMN
ADD COLUMN
