A foreign key has another name and is otherwise the same. It is renamed.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY);
CREATE TABLE app.messages (id int PRIMARY KEY, user_id int REFERENCES app.users ON DELETE CASCADE);
--- rows
INSERT INTO app.users VALUES (1);
INSERT INTO app.messages VALUES (1, 1);
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY);
CREATE TABLE app.messages (id int PRIMARY KEY, user_id int CONSTRAINT message_author REFERENCES app.users ON DELETE CASCADE);
--- keeps
SELECT id, user_id FROM app.messages;
--- plan
RENAME CONSTRAINT
--- never
DROP CONSTRAINT
