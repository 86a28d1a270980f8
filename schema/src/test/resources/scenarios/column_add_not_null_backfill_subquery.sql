The value for existing rows comes from another table, and the column then points at that table.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id bigint PRIMARY KEY, org_id bigint NOT NULL);
CREATE TABLE app.messages (id bigint PRIMARY KEY, user_id bigint NOT NULL REFERENCES app.users);
--- rows
INSERT INTO app.users VALUES (1, 100), (2, 200);
INSERT INTO app.messages VALUES (10, 1), (11, 2), (12, 2);
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id bigint PRIMARY KEY, org_id bigint NOT NULL);
CREATE TABLE app.messages (
  id bigint PRIMARY KEY,
  user_id bigint NOT NULL REFERENCES app.users,
  org_id bigint NOT NULL -- backfill: (SELECT u.org_id FROM app.users u WHERE u.id = messages.user_id)
);
CREATE INDEX messages_org_id_idx ON app.messages (org_id);
--- keeps
SELECT id, user_id FROM app.messages ORDER BY id;
--- after
SELECT array_agg(org_id ORDER BY id) = ARRAY[100, 200, 200]::bigint[] FROM app.messages;
--- plan
CREATE INDEX CONCURRENTLY
