A column that may be null is added. Existing rows have null there.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id bigint PRIMARY KEY, email text NOT NULL);
--- rows
INSERT INTO app.users VALUES (1, 'a@example.org'), (2, 'b@example.org');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id bigint PRIMARY KEY, email text NOT NULL, nickname text);
--- keeps
SELECT id, email FROM app.users ORDER BY id;
--- after
SELECT count(*) = 2 FROM app.users WHERE nickname IS NULL;
--- plan
ADD COLUMN
