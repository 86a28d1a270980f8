A generated column becomes a plain one. Its values stay as they are.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, email text NOT NULL, domain text GENERATED ALWAYS AS (split_part(email, '@', 2)) STORED);
--- rows
INSERT INTO app.users (id, email) VALUES (1, 'a@example.org'), (2, 'b@example.com');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, email text NOT NULL, domain text);
--- keeps
SELECT id, email, domain FROM app.users ORDER BY id;
--- plan
DROP EXPRESSION
--- never
DROP COLUMN
