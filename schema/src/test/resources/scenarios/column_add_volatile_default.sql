A NOT NULL column whose default differs from row to row is added. Every existing row gets a value of its own.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id bigint PRIMARY KEY, email text NOT NULL);
--- rows
INSERT INTO app.users SELECT g, 'u' || g || '@example.org' FROM generate_series(1, 50) g;
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (
  id bigint PRIMARY KEY,
  email text NOT NULL,
  public_id uuid NOT NULL DEFAULT gen_random_uuid()
);
CREATE UNIQUE INDEX users_public_id_key ON app.users (public_id);
--- keeps
SELECT id, email FROM app.users ORDER BY id;
--- after
SELECT count(DISTINCT public_id) = 50 FROM app.users;
--- plan
CREATE UNIQUE INDEX CONCURRENTLY
