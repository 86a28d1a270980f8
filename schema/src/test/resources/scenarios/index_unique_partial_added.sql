A unique index over a part of the rows is added: one open session a user.
--- old
CREATE SCHEMA app;
CREATE TABLE app.sessions (id int PRIMARY KEY, user_id int NOT NULL, ended_at timestamptz);
--- rows
INSERT INTO app.sessions VALUES (1, 1, '2024-01-01 00:00:00+00'), (2, 1, NULL), (3, 2, NULL);
--- new
CREATE SCHEMA app;
CREATE TABLE app.sessions (id int PRIMARY KEY, user_id int NOT NULL, ended_at timestamptz);
CREATE UNIQUE INDEX one_open_session ON app.sessions (user_id) WHERE ended_at IS NULL;
--- keeps
SELECT id, user_id, ended_at FROM app.sessions ORDER BY id;
--- plan
CREATE UNIQUE INDEX CONCURRENTLY
