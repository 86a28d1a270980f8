A unique constraint has another name and is otherwise the same. It is renamed with its index.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, email text, CONSTRAINT uq1 UNIQUE (email));
CREATE TABLE app.logins (id int PRIMARY KEY, email text REFERENCES app.users (email));
--- rows
INSERT INTO app.users VALUES (1, 'a@example.org');
INSERT INTO app.logins VALUES (1, 'a@example.org');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, email text, CONSTRAINT users_email_unique UNIQUE (email));
CREATE TABLE app.logins (id int PRIMARY KEY, email text REFERENCES app.users (email));
--- keeps
SELECT id, email FROM app.logins;
--- plan
RENAME
--- never
DROP CONSTRAINT
