A column that nobody reads is dropped, with leave. The rest of the row stays.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id bigint PRIMARY KEY, nickname text, email text NOT NULL);
CREATE INDEX users_nickname_idx ON app.users (nickname);
--- rows
INSERT INTO app.users VALUES (1, 'ada', 'a@example.org'), (2, NULL, 'b@example.org');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id bigint PRIMARY KEY, email text NOT NULL);
--- keeps
SELECT id, email FROM app.users ORDER BY id;
--- allow
column app.users.nickname = nobody reads it
--- plan
DROP COLUMN
--- never
DROP TABLE
CASCADE
