Columns stand in another order and one in their midst is new. Only the new one is added.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id bigint PRIMARY KEY, email text NOT NULL, name text);
--- rows
INSERT INTO app.users VALUES (1, 'a@example.org', 'Ada');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (name text, locale text NOT NULL DEFAULT 'en', id bigint PRIMARY KEY, email text NOT NULL);
--- keeps
SELECT id, email, name FROM app.users;
--- plan
ADD COLUMN
--- never
DROP
