A key has another name and is otherwise the same. It is renamed, while foreign keys rest on it.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int, CONSTRAINT pk_users PRIMARY KEY (id));
CREATE TABLE app.messages (id int PRIMARY KEY, user_id int REFERENCES app.users);
--- rows
INSERT INTO app.users VALUES (1);
INSERT INTO app.messages VALUES (1, 1);
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY);
CREATE TABLE app.messages (id int PRIMARY KEY, user_id int REFERENCES app.users);
--- keeps
SELECT id, user_id FROM app.messages;
--- plan
RENAME
--- never
DROP CONSTRAINT
