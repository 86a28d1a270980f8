The conditions of a policy change, and so does the role it is for. It is altered or made again, and keeps its comment.
--- old
CREATE SCHEMA app;
CREATE TABLE app.notes (id int PRIMARY KEY, owner text, shared boolean NOT NULL DEFAULT false);
ALTER TABLE app.notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON app.notes TO app_reader USING (owner = current_user);
COMMENT ON POLICY own ON app.notes IS 'see the handbook';
--- rows
INSERT INTO app.notes VALUES (1, 'x', false);
--- new
CREATE SCHEMA app;
CREATE TABLE app.notes (id int PRIMARY KEY, owner text, shared boolean NOT NULL DEFAULT false);
ALTER TABLE app.notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON app.notes TO app_reader, app_writer USING (owner = current_user OR shared) WITH CHECK (owner = current_user);
COMMENT ON POLICY own ON app.notes IS 'see the handbook';
--- keeps
SELECT id, owner, shared FROM app.notes;
--- after
SELECT obj_description(oid, 'pg_policy') = 'see the handbook' AND cardinality(polroles) = 2 FROM pg_policy WHERE polname = 'own';
--- plan
POLICY
