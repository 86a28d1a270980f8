A column changes its type that policies read, one of them on another table. The policies are dropped and made again around it.
--- old
CREATE SCHEMA app;
CREATE TABLE app.teams (id int PRIMARY KEY, owner_id int NOT NULL);
CREATE TABLE app.docs (id int PRIMARY KEY, team_id int NOT NULL);
ALTER TABLE app.teams ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.docs ENABLE ROW LEVEL SECURITY;
CREATE POLICY team_owner ON app.teams USING (owner_id = current_setting('app.user', true)::int);
CREATE POLICY doc_of_team ON app.docs TO app_reader USING (EXISTS (SELECT FROM app.teams t WHERE t.id = docs.team_id AND t.owner_id > 0));
--- rows
INSERT INTO app.teams VALUES (1, 7);
INSERT INTO app.docs VALUES (1, 1);
--- new
CREATE SCHEMA app;
CREATE TABLE app.teams (id int PRIMARY KEY, owner_id bigint NOT NULL);
CREATE TABLE app.docs (id int PRIMARY KEY, team_id int NOT NULL);
ALTER TABLE app.teams ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.docs ENABLE ROW LEVEL SECURITY;
CREATE POLICY team_owner ON app.teams USING (owner_id = current_setting('app.user', true)::int);
CREATE POLICY doc_of_team ON app.docs TO app_reader USING (EXISTS (SELECT FROM app.teams t WHERE t.id = docs.team_id AND t.owner_id > 0));
--- keeps
SELECT id, owner_id FROM app.teams;
SELECT id, team_id FROM app.docs;
--- after
SELECT count(*) = 2 FROM pg_policy;
