A text column becomes a column of a new domain over text. The check of the domain holds for all rows.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, email text NOT NULL);
--- rows
INSERT INTO app.users VALUES (1, 'a@example.org');
--- new
CREATE SCHEMA app;
CREATE DOMAIN app.email AS text CONSTRAINT email_has_at CHECK (VALUE LIKE '%@%');
CREATE TABLE app.users (id int PRIMARY KEY, email app.email NOT NULL);
--- keeps
SELECT id, email FROM app.users;
--- plan
CREATE DOMAIN
