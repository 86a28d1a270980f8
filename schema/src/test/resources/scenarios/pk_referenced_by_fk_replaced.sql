The key moves to a uuid, and the table that points at it follows through a new column filled by a comment. Old columns go with leave.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, uid uuid NOT NULL);
CREATE TABLE app.messages (id int PRIMARY KEY, user_id int NOT NULL REFERENCES app.users (id));
--- rows
INSERT INTO app.users VALUES (1, '00000000-0000-0000-0000-00000000000a'), (2, '00000000-0000-0000-0000-00000000000b');
INSERT INTO app.messages VALUES (1, 1), (2, 2), (3, 2);
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (uid uuid PRIMARY KEY);
CREATE TABLE app.messages (
  id int PRIMARY KEY,
  user_uid uuid NOT NULL REFERENCES app.users (uid) -- backfill: (SELECT u.uid FROM app.users u WHERE u.id = messages.user_id)
);
--- keeps
SELECT uid FROM app.users ORDER BY uid;
SELECT id FROM app.messages ORDER BY id;
--- after
SELECT count(*) = 2 FROM app.messages WHERE user_uid = '00000000-0000-0000-0000-00000000000b';
--- allow
column app.users.id = replaced by uid
column app.messages.user_id = replaced by user_uid
