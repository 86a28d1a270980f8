A varchar column with a default and a check becomes text. The check is the same condition, printed without the casts.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (
  id int PRIMARY KEY,
  plan varchar(10) NOT NULL DEFAULT 'free' CHECK (plan IN ('free', 'pro'))
);
--- rows
INSERT INTO app.users VALUES (1, 'free'), (2, 'pro');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (
  id int PRIMARY KEY,
  plan text NOT NULL DEFAULT 'free' CHECK (plan IN ('free', 'pro'))
);
--- keeps
SELECT id, plan FROM app.users ORDER BY id;
--- never
DROP COLUMN
