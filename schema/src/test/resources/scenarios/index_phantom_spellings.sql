The indexes are written with the method, the order and the operator classes they have anyway. Nothing is to be done.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, name text, plan text, at timestamptz);
CREATE INDEX users_name_idx ON app.users (name);
CREATE INDEX users_at_idx ON app.users (at DESC);
CREATE INDEX users_plan_idx ON app.users (lower(plan)) WHERE plan IN ('pro', 'team');
CREATE INDEX ON app.users (plan, at);
--- rows
INSERT INTO app.users VALUES (1, 'Ada', 'pro', '2024-01-01 00:00:00+00');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, name text, plan text, at timestamptz);
CREATE INDEX users_plan_at_idx ON app.users USING btree (plan, at);
CREATE INDEX users_plan_idx ON app.users ((lower(plan))) WHERE (plan = ANY (ARRAY['pro'::text, 'team'::text]));
CREATE INDEX users_at_idx ON app.users USING btree (at timestamptz_ops DESC NULLS FIRST);
CREATE INDEX users_name_idx ON app.users USING btree (name text_ops ASC NULLS LAST);
--- keeps
SELECT id, name, plan, at FROM app.users;
--- plan
(nothing)
