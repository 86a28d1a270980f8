An empty comment is no comment, and the same text in other quotes is the same text. Nothing is to be done.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, email text);
COMMENT ON TABLE app.users IS 'it''s people';
--- rows
INSERT INTO app.users VALUES (1, 'a@example.org');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, email text);
COMMENT ON TABLE app.users IS $$it's people$$;
COMMENT ON COLUMN app.users.email IS '';
COMMENT ON COLUMN app.users.id IS NULL;
--- keeps
SELECT id, email FROM app.users;
--- plan
(nothing)
