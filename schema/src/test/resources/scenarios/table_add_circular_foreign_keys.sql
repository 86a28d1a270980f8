Two new tables that point at each other. The plan must create both before the second constraint.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY);
--- rows
INSERT INTO app.users VALUES (1);
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY);
CREATE TABLE app.conversations (
  id bigint PRIMARY KEY,
  user_id int NOT NULL REFERENCES app.users,
  last_message_id bigint
);
CREATE TABLE app.messages (
  id bigint PRIMARY KEY,
  conversation_id bigint NOT NULL REFERENCES app.conversations ON DELETE CASCADE
);
ALTER TABLE app.conversations
  ADD CONSTRAINT conversations_last_message_fk FOREIGN KEY (last_message_id) REFERENCES app.messages (id) DEFERRABLE INITIALLY DEFERRED;
--- keeps
SELECT id FROM app.users ORDER BY id;
