A view has another name. Made again or renamed, it must be there with its grant, and a view over it too.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, email text);
CREATE VIEW app.v AS SELECT id, email FROM app.users;
CREATE VIEW app.mails AS SELECT email FROM app.v;
GRANT SELECT ON app.v TO app_reader;
--- rows
INSERT INTO app.users VALUES (1, 'a@example.org');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, email text);
-- was: v
CREATE VIEW app.people AS SELECT id, email FROM app.users;
CREATE VIEW app.mails AS SELECT email FROM app.people;
GRANT SELECT ON app.people TO app_reader;
--- keeps
SELECT email FROM app.mails;
--- after
SELECT has_table_privilege('app_reader', 'app.people', 'SELECT');
--- never
CASCADE
