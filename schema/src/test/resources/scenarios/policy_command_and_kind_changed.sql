One policy is for another command and another becomes restrictive. ALTER POLICY can do neither, so both are made again.
--- old
CREATE SCHEMA app;
CREATE TABLE app.notes (id int PRIMARY KEY, owner text, hidden boolean NOT NULL DEFAULT false);
ALTER TABLE app.notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY reading ON app.notes FOR ALL USING (owner = current_user);
CREATE POLICY visible ON app.notes USING (NOT hidden);
--- rows
INSERT INTO app.notes VALUES (1, 'x', false);
--- new
CREATE SCHEMA app;
CREATE TABLE app.notes (id int PRIMARY KEY, owner text, hidden boolean NOT NULL DEFAULT false);
ALTER TABLE app.notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY reading ON app.notes FOR SELECT USING (owner = current_user);
CREATE POLICY visible ON app.notes AS RESTRICTIVE USING (NOT hidden);
--- keeps
SELECT id, owner, hidden FROM app.notes;
--- after
SELECT polcmd = 'r' FROM pg_policy WHERE polname = 'reading';
SELECT NOT polpermissive FROM pg_policy WHERE polname = 'visible';
--- plan
DROP POLICY
CREATE POLICY
