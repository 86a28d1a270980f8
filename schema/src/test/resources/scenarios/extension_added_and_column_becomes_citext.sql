An extension is added and a text column gets its type, which ignores case. The unique index is built again with it.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, email text NOT NULL, CONSTRAINT users_email_key UNIQUE (email));
--- rows
INSERT INTO app.users VALUES (1, 'A@example.org'), (2, 'b@example.org');
--- new
CREATE EXTENSION citext;
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, email citext NOT NULL, CONSTRAINT users_email_key UNIQUE (email));
--- keeps
SELECT id, email::text FROM app.users ORDER BY id;
--- after
SELECT count(*) = 1 FROM app.users WHERE email = 'a@EXAMPLE.org';
--- plan
CREATE EXTENSION
