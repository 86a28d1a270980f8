A NOT NULL column without a default is added; a comment gives the value for rows that exist. New rows must give it themselves.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id bigint PRIMARY KEY, email text NOT NULL);
--- rows
INSERT INTO app.users VALUES (1, 'A@Example.org'), (2, 'b@example.org');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (
  id bigint PRIMARY KEY,
  email text NOT NULL,
  email_lower text NOT NULL -- backfill: lower(email)
);
--- keeps
SELECT id, email FROM app.users ORDER BY id;
--- after
SELECT count(*) = 2 FROM app.users WHERE email_lower = lower(email);
SELECT NOT atthasdef AND attnotnull FROM pg_attribute WHERE attrelid = 'app.users'::regclass AND attname = 'email_lower';
--- plan
lower(email)
