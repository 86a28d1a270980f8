A table goes, and the drop is allowed by name. The other table is not touched.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id bigint PRIMARY KEY, email text NOT NULL);
CREATE TABLE app.login_attempts (id bigint PRIMARY KEY, user_id bigint REFERENCES app.users, at timestamptz);
--- rows
INSERT INTO app.users VALUES (1, 'a@example.org');
INSERT INTO app.login_attempts VALUES (10, 1, '2024-01-01 00:00:00+00');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id bigint PRIMARY KEY, email text NOT NULL);
--- keeps
SELECT id, email FROM app.users ORDER BY id;
--- allow
table app.login_attempts = moved to the log store last year
--- plan
DROP TABLE
--- never
CASCADE
