A check that was NOT VALID is an ordinary one in the files now. It only has to be validated.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, email text);
ALTER TABLE app.users ADD CONSTRAINT email_has_at CHECK (email LIKE '%@%') NOT VALID;
--- rows
INSERT INTO app.users VALUES (1, 'a@example.org');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, email text, CONSTRAINT email_has_at CHECK (email LIKE '%@%'));
--- keeps
SELECT id, email FROM app.users;
--- plan
VALIDATE CONSTRAINT
--- never
DROP CONSTRAINT
