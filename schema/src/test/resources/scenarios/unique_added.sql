A unique constraint is added to a table with rows. Its index is built concurrently and then taken over.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, email text NOT NULL);
--- rows
INSERT INTO app.users VALUES (1, 'a@example.org'), (2, 'b@example.org');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, email text NOT NULL UNIQUE);
--- keeps
SELECT id, email FROM app.users ORDER BY id;
--- after
SELECT count(*) = 1 FROM pg_constraint WHERE conname = 'users_email_key' AND contype = 'u';
--- plan
CREATE UNIQUE INDEX CONCURRENTLY
USING INDEX
