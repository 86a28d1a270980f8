One column is renamed and a new column takes its old name. The rename must come first.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (
  id int PRIMARY KEY,
  status text NOT NULL
);
--- rows
INSERT INTO app.users VALUES (1, 'paid');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (
  id int PRIMARY KEY,
  billing_status text NOT NULL, -- was: status
  status int NOT NULL DEFAULT 0
);
--- keeps
SELECT id FROM app.users;
--- after
SELECT billing_status = 'paid' AND status = 0 FROM app.users;
--- plan
RENAME COLUMN
ADD COLUMN
--- never
DROP COLUMN
