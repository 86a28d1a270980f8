A key and the column that points at it both become bigint. The constraint between them is there before and after.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text NOT NULL);
CREATE TABLE app.messages (id integer PRIMARY KEY, user_id integer NOT NULL REFERENCES app.users (id));
CREATE INDEX messages_user_id_idx ON app.messages (user_id);
--- rows
INSERT INTO app.users (email) VALUES ('a@example.org'), ('b@example.org');
INSERT INTO app.messages VALUES (1, 1), (2, 2), (3, 2);
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text NOT NULL);
CREATE TABLE app.messages (id bigint PRIMARY KEY, user_id bigint NOT NULL REFERENCES app.users (id));
CREATE INDEX messages_user_id_idx ON app.messages (user_id);
--- keeps
SELECT id, email FROM app.users ORDER BY id;
SELECT id, user_id FROM app.messages ORDER BY id;
--- after
SELECT nextval('app.users_id_seq') = 3;
SELECT seqtypid = 'bigint'::regtype FROM pg_sequence WHERE seqrelid = 'app.users_id_seq'::regclass;
