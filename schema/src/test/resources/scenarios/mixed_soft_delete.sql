Soft delete for users: a column, a partial unique index in place of the constraint, and all views filter by it.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, email text NOT NULL UNIQUE, name text);
CREATE TABLE app.sessions (id int PRIMARY KEY, user_id int NOT NULL REFERENCES app.users);
CREATE VIEW app.people AS SELECT id, email, name FROM app.users;
CREATE VIEW app.session_emails AS SELECT s.id, p.email FROM app.sessions s JOIN app.people p ON p.id = s.user_id;
--- rows
INSERT INTO app.users VALUES (1, 'a@example.org', 'Ada'), (2, 'b@example.org', NULL);
INSERT INTO app.sessions VALUES (1, 1), (2, 2);
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, email text NOT NULL, name text, deleted_at timestamptz);
CREATE UNIQUE INDEX users_live_email_key ON app.users (lower(email)) WHERE deleted_at IS NULL;
CREATE TABLE app.sessions (id int PRIMARY KEY, user_id int NOT NULL REFERENCES app.users ON DELETE CASCADE);
CREATE INDEX sessions_user_id_idx ON app.sessions (user_id);
CREATE VIEW app.people AS SELECT id, email, name FROM app.users WHERE deleted_at IS NULL;
CREATE VIEW app.session_emails AS SELECT s.id, p.email FROM app.sessions s JOIN app.people p ON p.id = s.user_id;
--- keeps
SELECT id, email, name FROM app.people ORDER BY id;
SELECT id, email FROM app.session_emails ORDER BY id;
--- plan
CREATE UNIQUE INDEX CONCURRENTLY
--- never
DROP COLUMN
