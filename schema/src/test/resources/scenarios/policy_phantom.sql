A policy is written with what it has anyway. Nothing is to be done.
--- old
CREATE SCHEMA app;
CREATE TABLE app.notes (id int PRIMARY KEY, owner text, kind text);
ALTER TABLE app.notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON app.notes USING (owner = current_user AND kind IN ('a', 'b'));
--- rows
INSERT INTO app.notes VALUES (1, 'x', 'a');
--- new
CREATE SCHEMA app;
CREATE TABLE app.notes (id int PRIMARY KEY, owner text, kind text);
CREATE POLICY "own" ON app.notes AS PERMISSIVE FOR ALL TO PUBLIC USING (((owner = CURRENT_USER) AND (kind = ANY (ARRAY['a'::text, 'b'::text]))));
ALTER TABLE app.notes ENABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY;
--- keeps
SELECT id, owner, kind FROM app.notes;
--- plan
(nothing)
