A column of a domain becomes a plain column and the domain goes. No value changes.
--- old
CREATE SCHEMA app;
CREATE DOMAIN app.email AS text CHECK (VALUE LIKE '%@%');
CREATE TABLE app.users (id int PRIMARY KEY, email app.email NOT NULL);
--- rows
INSERT INTO app.users VALUES (1, 'a@example.org');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, email text NOT NULL);
--- keeps
SELECT id, email FROM app.users;
--- plan
DROP DOMAIN
--- never
CASCADE
DROP COLUMN
