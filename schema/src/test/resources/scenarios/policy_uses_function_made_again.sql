A policy calls a function whose return type changes. Policy and function are made again in the right order.
--- old
CREATE SCHEMA app;
CREATE FUNCTION app.me() RETURNS int LANGUAGE sql STABLE AS $$ SELECT nullif(current_setting('app.user', true), '')::int $$;
CREATE TABLE app.chats (id int PRIMARY KEY, user_id bigint NOT NULL);
ALTER TABLE app.chats ENABLE ROW LEVEL SECURITY;
CREATE POLICY mine ON app.chats USING (user_id = app.me()) WITH CHECK (user_id = app.me());
--- rows
INSERT INTO app.chats VALUES (1, 1);
--- new
CREATE SCHEMA app;
CREATE FUNCTION app.me() RETURNS bigint LANGUAGE sql STABLE AS $$ SELECT nullif(current_setting('app.user', true), '')::bigint $$;
CREATE TABLE app.chats (id int PRIMARY KEY, user_id bigint NOT NULL);
ALTER TABLE app.chats ENABLE ROW LEVEL SECURITY;
CREATE POLICY mine ON app.chats USING (user_id = app.me()) WITH CHECK (user_id = app.me());
--- keeps
SELECT id, user_id FROM app.chats;
--- plan
DROP POLICY
DROP FUNCTION
--- never
CASCADE
