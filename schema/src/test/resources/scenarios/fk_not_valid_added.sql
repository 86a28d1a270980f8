A foreign key is declared NOT VALID because old rows point nowhere. It must be added and never validated.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY);
CREATE TABLE app.messages (id int PRIMARY KEY, user_id int);
--- rows
INSERT INTO app.users VALUES (1);
INSERT INTO app.messages VALUES (1, 1), (2, 99);
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY);
CREATE TABLE app.messages (id int PRIMARY KEY, user_id int);
ALTER TABLE app.messages ADD CONSTRAINT messages_user_fk FOREIGN KEY (user_id) REFERENCES app.users NOT VALID;
--- keeps
SELECT id, user_id FROM app.messages ORDER BY id;
--- plan
NOT VALID
--- never
VALIDATE CONSTRAINT
