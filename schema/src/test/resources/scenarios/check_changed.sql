The condition of a check changes, the name stays. The rows satisfy both.
--- old
CREATE SCHEMA app;
CREATE TABLE app.messages (id int PRIMARY KEY, role text NOT NULL CONSTRAINT role_known CHECK (role IN ('user', 'assistant')));
COMMENT ON CONSTRAINT role_known ON app.messages IS 'who speaks';
--- rows
INSERT INTO app.messages VALUES (1, 'user'), (2, 'assistant');
--- new
CREATE SCHEMA app;
CREATE TABLE app.messages (id int PRIMARY KEY, role text NOT NULL CONSTRAINT role_known CHECK (role IN ('user', 'assistant', 'tool')));
COMMENT ON CONSTRAINT role_known ON app.messages IS 'who speaks';
--- keeps
SELECT id, role FROM app.messages ORDER BY id;
--- plan
NOT VALID
VALIDATE CONSTRAINT
