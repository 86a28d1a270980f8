What happens on delete changes. The constraint is made again under its name, with a scan that does not block writers.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY);
CREATE TABLE app.messages (id int PRIMARY KEY, user_id int REFERENCES app.users);
--- rows
INSERT INTO app.users VALUES (1);
INSERT INTO app.messages VALUES (1, 1), (2, NULL);
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY);
CREATE TABLE app.messages (id int PRIMARY KEY, user_id int REFERENCES app.users ON DELETE SET NULL ON UPDATE CASCADE);
--- keeps
SELECT id, user_id FROM app.messages ORDER BY id;
--- plan
ON DELETE SET NULL
VALIDATE CONSTRAINT
