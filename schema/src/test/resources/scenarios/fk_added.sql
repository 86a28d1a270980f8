A foreign key is added between two tables with rows. It is added without a scan and validated in a step of its own.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY);
CREATE TABLE app.messages (id int PRIMARY KEY, user_id int NOT NULL);
--- rows
INSERT INTO app.users VALUES (1), (2);
INSERT INTO app.messages VALUES (1, 1), (2, 2);
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY);
CREATE TABLE app.messages (id int PRIMARY KEY, user_id int NOT NULL REFERENCES app.users (id));
--- keeps
SELECT id, user_id FROM app.messages ORDER BY id;
--- after
SELECT convalidated FROM pg_constraint WHERE conname = 'messages_user_id_fkey';
--- plan
FOREIGN KEY
NOT VALID
VALIDATE CONSTRAINT
