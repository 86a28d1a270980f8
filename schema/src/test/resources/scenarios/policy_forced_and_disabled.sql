Row security is forced on the owner of one table and switched off on another, whose policy goes.
--- old
CREATE SCHEMA app;
CREATE TABLE app.a (id int PRIMARY KEY, owner text);
CREATE TABLE app.b (id int PRIMARY KEY, owner text);
ALTER TABLE app.a ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.b ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON app.a USING (owner = current_user);
CREATE POLICY p ON app.b USING (owner = current_user);
--- rows
INSERT INTO app.a VALUES (1, 'x');
INSERT INTO app.b VALUES (2, 'y');
--- new
CREATE SCHEMA app;
CREATE TABLE app.a (id int PRIMARY KEY, owner text);
CREATE TABLE app.b (id int PRIMARY KEY, owner text);
ALTER TABLE app.a ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.a FORCE ROW LEVEL SECURITY;
CREATE POLICY p ON app.a USING (owner = current_user);
--- keeps
SELECT id, owner FROM app.b;
--- after
SELECT relforcerowsecurity FROM pg_class WHERE oid = 'app.a'::regclass;
SELECT count(*) = 1 FROM pg_policy;
--- plan
FORCE ROW LEVEL SECURITY
DISABLE ROW LEVEL SECURITY
DROP POLICY
