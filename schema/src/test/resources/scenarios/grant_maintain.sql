A role may vacuum and analyse a table, as newer servers allow.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY);
--- rows
INSERT INTO app.users VALUES (1);
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY);
GRANT MAINTAIN ON app.users TO app_writer;
--- keeps
SELECT id FROM app.users;
--- plan
MAINTAIN
--- needs
17
