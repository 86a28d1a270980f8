The conditions are written another way with the same meaning, as columns' or tables' constraints. Nothing is to be done.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (
  id int PRIMARY KEY,
  plan text CHECK (plan IN ('free', 'pro')),
  age int CHECK (age BETWEEN 0 AND 150),
  mail text CHECK (mail LIKE '%@%' AND NOT mail LIKE '% %'),
  a int, b int,
  CHECK (a < b OR a IS NULL)
);
--- rows
INSERT INTO app.users VALUES (1, 'free', 3, 'a@x', 1, 2);
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (
  id int PRIMARY KEY,
  plan text,
  age int,
  mail text,
  a int, b int,
  CONSTRAINT users_check CHECK (((a < b) OR (a IS NULL))),
  CONSTRAINT users_mail_check CHECK (((mail ~~ '%@%'::text) AND (NOT (mail ~~ '% %'::text)))),
  CONSTRAINT users_plan_check CHECK ((plan = ANY (ARRAY['free'::text, 'pro'::text])))
);
ALTER TABLE app.users ADD CONSTRAINT users_age_check CHECK (age >= 0 AND age <= 150);
--- keeps
SELECT id, plan, age, mail, a, b FROM app.users;
--- plan
(nothing)
