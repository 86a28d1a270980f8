One column loses its default and another gets one. Both are changed in place.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id bigint PRIMARY KEY, created_at timestamptz NOT NULL, kind text DEFAULT 'human');
--- rows
INSERT INTO app.users VALUES (1, '2024-02-03 00:00:00+00', 'human');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id bigint PRIMARY KEY, created_at timestamptz NOT NULL DEFAULT now(), kind text);
--- keeps
SELECT id, created_at, kind FROM app.users;
--- plan
SET DEFAULT
DROP DEFAULT
