A view shows one more column at its end. It can be replaced in place, and a view over it stays.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, email text, name text);
CREATE VIEW app.people AS SELECT id, email FROM app.users;
CREATE VIEW app.people_ids AS SELECT id FROM app.people;
GRANT SELECT ON app.people TO app_reader;
--- rows
INSERT INTO app.users VALUES (1, 'a@example.org', 'Ada');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, email text, name text);
CREATE VIEW app.people AS SELECT id, email, name FROM app.users;
CREATE VIEW app.people_ids AS SELECT id FROM app.people;
GRANT SELECT ON app.people TO app_reader;
--- keeps
SELECT id, email FROM app.people;
SELECT id FROM app.people_ids;
--- after
SELECT name = 'Ada' FROM app.people;
--- plan
CREATE OR REPLACE VIEW
--- never
DROP VIEW
