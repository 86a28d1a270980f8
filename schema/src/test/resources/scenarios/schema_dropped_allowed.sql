A schema goes with a table, a view, a function and a type in it. Schema and table are allowed by name; the rest holds no data.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY);
CREATE SCHEMA trial;
CREATE TYPE trial.answer AS ENUM ('yes', 'no');
CREATE TABLE trial.answers (user_id int REFERENCES app.users, answer trial.answer);
CREATE VIEW trial.ayes AS SELECT user_id FROM trial.answers WHERE answer = 'yes';
CREATE FUNCTION trial.n() RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM trial.answers $$;
--- rows
INSERT INTO app.users VALUES (1);
INSERT INTO trial.answers VALUES (1, 'yes');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY);
--- keeps
SELECT id FROM app.users;
--- allow
schema trial = the trial is over
table trial.answers = the answers were exported
--- plan
DROP SCHEMA
--- never
CASCADE
