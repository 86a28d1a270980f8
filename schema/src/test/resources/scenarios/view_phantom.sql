Views are written another way with the same meaning. Nothing is to be done.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, email text, plan text);
CREATE VIEW app.paying AS SELECT id, email FROM app.users WHERE plan IN ('pro', 'team');
CREATE VIEW app.everyone AS SELECT u.* FROM app.users u;
--- rows
INSERT INTO app.users VALUES (1, 'a@example.org', 'pro');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, email text, plan text);
CREATE OR REPLACE VIEW app.everyone AS
  select u.id, u.email, u.plan
  from app.users as u;
CREATE VIEW app.paying (id, email) AS
  SELECT users.id, users.email
  FROM app.users
  WHERE users.plan = ANY (ARRAY['pro'::text, 'team'::text]);
--- keeps
SELECT id, email FROM app.paying;
SELECT id, email, plan FROM app.everyone;
--- plan
(nothing)
