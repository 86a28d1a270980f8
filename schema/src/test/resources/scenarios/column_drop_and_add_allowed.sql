A column goes by leave and another comes in the same table. Because the drop is allowed by name it is no rename.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id bigint PRIMARY KEY, fax text, email text NOT NULL);
--- rows
INSERT INTO app.users VALUES (1, '123', 'a@example.org');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id bigint PRIMARY KEY, email text NOT NULL, matrix_id text);
--- keeps
SELECT id, email FROM app.users;
--- after
SELECT matrix_id IS NULL FROM app.users;
--- allow
column app.users.fax = no fax machine since 2009
--- plan
DROP COLUMN
ADD COLUMN
--- never
RENAME
