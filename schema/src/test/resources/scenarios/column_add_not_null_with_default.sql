A NOT NULL column with a constant default is added. Existing rows get the default.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id bigint PRIMARY KEY, email text NOT NULL);
--- rows
INSERT INTO app.users VALUES (1, 'a@example.org'), (2, 'b@example.org');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (
  id bigint PRIMARY KEY,
  plan text NOT NULL DEFAULT 'free',
  email text NOT NULL
);
--- keeps
SELECT id, email FROM app.users ORDER BY id;
--- after
SELECT count(*) = 2 FROM app.users WHERE plan = 'free';
