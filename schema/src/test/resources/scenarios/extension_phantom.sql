The extension is written with IF NOT EXISTS and its schema. Nothing is to be done; its own functions and types belong to it.
--- old
CREATE EXTENSION citext;
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, email citext NOT NULL DEFAULT 'x');
--- rows
INSERT INTO app.users VALUES (1, 'A@x');
--- new
CREATE SCHEMA app;
CREATE EXTENSION IF NOT EXISTS "citext" WITH SCHEMA public;
CREATE TABLE app.users (id int PRIMARY KEY, email public.citext NOT NULL DEFAULT 'x'::public.citext);
--- keeps
SELECT id, email FROM app.users;
--- plan
(nothing)
