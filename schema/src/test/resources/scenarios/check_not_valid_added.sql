A check is declared NOT VALID because old rows break it. It must be added and never validated.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, email text);
--- rows
INSERT INTO app.users VALUES (1, 'no at sign'), (2, 'a@example.org');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, email text);
ALTER TABLE app.users ADD CONSTRAINT email_has_at CHECK (email LIKE '%@%') NOT VALID;
--- keeps
SELECT id, email FROM app.users ORDER BY id;
--- after
SELECT NOT convalidated FROM pg_constraint WHERE conname = 'email_has_at';
--- plan
NOT VALID
--- never
VALIDATE CONSTRAINT
