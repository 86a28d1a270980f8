A domain and a composite type have other names, and an attribute too. All are renamed in place.
--- old
CREATE SCHEMA app;
CREATE DOMAIN app.mail AS text CONSTRAINT mail_form CHECK (VALUE LIKE '%@%');
CREATE TYPE app.addr AS (
  street text,
  town text
);
CREATE TABLE app.users (id int PRIMARY KEY, email app.mail, home app.addr);
--- rows
INSERT INTO app.users VALUES (1, 'a@example.org', ROW('Rua 1', 'Lisboa')::app.addr);
--- new
CREATE SCHEMA app;
-- was: mail
CREATE DOMAIN app.email AS text CONSTRAINT mail_form CHECK (VALUE LIKE '%@%');
-- was: addr
CREATE TYPE app.address AS (
  street text,
  city text -- was: town
);
CREATE TABLE app.users (id int PRIMARY KEY, email app.email, home app.address);
--- keeps
SELECT id, email, home::text FROM app.users;
--- after
SELECT (home).city = 'Lisboa' FROM app.users;
--- never
DROP COLUMN
