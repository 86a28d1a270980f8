A unique constraint becomes a unique index that ignores case, under another name.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, email text NOT NULL UNIQUE);
--- rows
INSERT INTO app.users VALUES (1, 'A@example.org'), (2, 'b@example.org');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, email text NOT NULL);
CREATE UNIQUE INDEX users_email_lower_key ON app.users (lower(email));
--- keeps
SELECT id, email FROM app.users ORDER BY id;
--- plan
CREATE UNIQUE INDEX CONCURRENTLY
DROP CONSTRAINT
