A view is written with a star and its table gets a column. The star means all columns of the new table.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, email text);
CREATE VIEW app.all_users AS SELECT * FROM app.users;
--- rows
INSERT INTO app.users VALUES (1, 'a@example.org');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, email text, name text DEFAULT 'nobody');
CREATE VIEW app.all_users AS SELECT * FROM app.users;
--- keeps
SELECT id, email FROM app.all_users;
--- after
SELECT name = 'nobody' FROM app.all_users;
