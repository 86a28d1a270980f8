The columns stand in another order in the file. Nothing is to be done, least of all a drop.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id bigint PRIMARY KEY, email text NOT NULL, name text, created_at timestamptz NOT NULL DEFAULT now());
--- rows
INSERT INTO app.users VALUES (1, 'a@example.org', 'Ada', '2024-01-01 00:00:00+00');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (created_at timestamptz NOT NULL DEFAULT now(), id bigint PRIMARY KEY, name text, email text NOT NULL);
--- keeps
SELECT id, email, name, created_at FROM app.users;
--- plan
(nothing)
