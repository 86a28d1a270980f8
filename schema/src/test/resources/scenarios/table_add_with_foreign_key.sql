A new table that points at an existing one. The plan creates it and its constraint; the existing rows stay.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (
  id bigint PRIMARY KEY,
  email text NOT NULL
);
--- rows
INSERT INTO app.users VALUES (1, 'a@example.org'), (2, 'b@example.org');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (
  id bigint PRIMARY KEY,
  email text NOT NULL
);
CREATE TABLE app.sessions (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id bigint NOT NULL REFERENCES app.users (id) ON DELETE CASCADE,
  started_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX sessions_user_id_idx ON app.sessions (user_id);
--- keeps
SELECT id, email FROM app.users ORDER BY id;
--- plan
CREATE TABLE
--- never
DROP TABLE
