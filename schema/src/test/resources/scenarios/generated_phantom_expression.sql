The expression of a generated column is written another way with the same meaning. Nothing is to be done.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (
  id int PRIMARY KEY, email text, score int,
  email_lower text GENERATED ALWAYS AS (lower(email)) STORED,
  good boolean GENERATED ALWAYS AS (score IN (1, 2, 3)) STORED
);
--- rows
INSERT INTO app.users (id, email, score) VALUES (1, 'A@x', 2);
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (
  id int PRIMARY KEY, email text, score int,
  good bool GENERATED ALWAYS AS ((score = ANY (ARRAY[1, 2, 3]))) STORED,
  email_lower text GENERATED ALWAYS AS ( pg_catalog.lower( (email) ) ) STORED
);
--- keeps
SELECT id, email, score, email_lower, good FROM app.users;
--- plan
(nothing)
