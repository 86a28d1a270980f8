Row security is enabled on a table with its first policies. The policies should be there before or together with it.
--- old
CREATE SCHEMA app;
CREATE TABLE app.messages (id int PRIMARY KEY, owner text NOT NULL, body text);
GRANT SELECT ON app.messages TO app_reader;
--- rows
INSERT INTO app.messages VALUES (1, 'app_reader', 'mine'), (2, 'other', 'not mine');
--- new
CREATE SCHEMA app;
CREATE TABLE app.messages (id int PRIMARY KEY, owner text NOT NULL, body text);
GRANT SELECT ON app.messages TO app_reader;
ALTER TABLE app.messages ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON app.messages FOR SELECT TO app_reader USING (owner = current_user);
--- keeps
SELECT id, owner, body FROM app.messages ORDER BY id;
--- after
SELECT relrowsecurity FROM pg_class WHERE oid = 'app.messages'::regclass;
--- plan
ENABLE ROW LEVEL SECURITY
CREATE POLICY
