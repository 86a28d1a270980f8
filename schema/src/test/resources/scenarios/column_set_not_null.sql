A column becomes NOT NULL and no row has null in it. It goes by a check constraint that is validated first, so writers are not blocked by a scan.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id bigint PRIMARY KEY, name text);
--- rows
INSERT INTO app.users VALUES (1, 'Ada'), (2, 'Grace');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id bigint PRIMARY KEY, name text NOT NULL);
--- keeps
SELECT id, name FROM app.users ORDER BY id;
--- after
SELECT count(*) = 0 FROM pg_constraint WHERE conrelid = 'app.users'::regclass AND contype = 'c';
--- plan
NOT VALID
VALIDATE CONSTRAINT
SET NOT NULL
