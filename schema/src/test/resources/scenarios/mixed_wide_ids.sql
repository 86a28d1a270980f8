All ids become bigint: three tables in a chain of foreign keys, a view and a materialised view over them, a function that returns rows of one.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id serial PRIMARY KEY, email text NOT NULL);
CREATE TABLE app.sessions (id serial PRIMARY KEY, user_id int NOT NULL REFERENCES app.users ON DELETE CASCADE);
CREATE TABLE app.messages (id serial PRIMARY KEY, session_id int NOT NULL REFERENCES app.sessions ON DELETE CASCADE, parent_id int REFERENCES app.messages, body text);
CREATE INDEX messages_session_idx ON app.messages (session_id, id);
CREATE VIEW app.threads AS SELECT m.id, m.parent_id, s.user_id FROM app.messages m JOIN app.sessions s ON s.id = m.session_id;
CREATE MATERIALIZED VIEW app.activity AS SELECT user_id, count(*) AS n FROM app.threads GROUP BY user_id;
CREATE UNIQUE INDEX activity_user_key ON app.activity (user_id);
CREATE FUNCTION app.messages_of(sid int) RETURNS SETOF app.messages LANGUAGE sql STABLE AS $$ SELECT * FROM app.messages WHERE session_id = sid $$;
GRANT SELECT ON app.threads, app.activity TO app_reader;
--- rows
INSERT INTO app.users (email) VALUES ('a@example.org'), ('b@example.org');
INSERT INTO app.sessions (user_id) VALUES (1), (2), (2);
INSERT INTO app.messages (session_id, parent_id, body) VALUES (1, NULL, 'a'), (2, NULL, 'b'), (2, 2, 'c');
REFRESH MATERIALIZED VIEW app.activity;
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id bigserial PRIMARY KEY, email text NOT NULL);
CREATE TABLE app.sessions (id bigserial PRIMARY KEY, user_id bigint NOT NULL REFERENCES app.users ON DELETE CASCADE);
CREATE TABLE app.messages (id bigserial PRIMARY KEY, session_id bigint NOT NULL REFERENCES app.sessions ON DELETE CASCADE, parent_id bigint REFERENCES app.messages, body text);
CREATE INDEX messages_session_idx ON app.messages (session_id, id);
CREATE VIEW app.threads AS SELECT m.id, m.parent_id, s.user_id FROM app.messages m JOIN app.sessions s ON s.id = m.session_id;
CREATE MATERIALIZED VIEW app.activity AS SELECT user_id, count(*) AS n FROM app.threads GROUP BY user_id;
CREATE UNIQUE INDEX activity_user_key ON app.activity (user_id);
CREATE FUNCTION app.messages_of(sid int) RETURNS SETOF app.messages LANGUAGE sql STABLE AS $$ SELECT * FROM app.messages WHERE session_id = sid $$;
GRANT SELECT ON app.threads, app.activity TO app_reader;
--- keeps
SELECT id, email FROM app.users ORDER BY id;
SELECT id, user_id FROM app.sessions ORDER BY id;
SELECT id, session_id, parent_id, body FROM app.messages ORDER BY id;
SELECT user_id, n FROM app.activity ORDER BY user_id;
SELECT id FROM app.messages_of(2) ORDER BY id;
--- after
SELECT nextval('app.messages_id_seq') = 4;
SELECT has_table_privilege('app_reader', 'app.activity', 'SELECT');
--- never
DROP TABLE
DROP COLUMN
