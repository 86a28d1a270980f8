A foreign key goes, and the index on its column stays. Nothing is lost by that.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY);
CREATE TABLE app.messages (id int PRIMARY KEY, user_id int REFERENCES app.users);
CREATE INDEX messages_user_id_idx ON app.messages (user_id);
--- rows
INSERT INTO app.users VALUES (1);
INSERT INTO app.messages VALUES (1, 1);
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY);
CREATE TABLE app.messages (id int PRIMARY KEY, user_id int);
CREATE INDEX messages_user_id_idx ON app.messages (user_id);
--- keeps
SELECT id, user_id FROM app.messages;
--- plan
DROP CONSTRAINT
--- never
DROP INDEX
