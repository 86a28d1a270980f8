A unique index on an address becomes one on the lower-case address.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, email text NOT NULL);
CREATE UNIQUE INDEX users_email_key ON app.users (email);
--- rows
INSERT INTO app.users VALUES (1, 'A@example.org'), (2, 'b@example.org');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, email text NOT NULL);
CREATE UNIQUE INDEX users_email_key ON app.users (lower(email), (email IS NULL));
--- keeps
SELECT id, email FROM app.users ORDER BY id;
--- plan
CREATE UNIQUE INDEX CONCURRENTLY
