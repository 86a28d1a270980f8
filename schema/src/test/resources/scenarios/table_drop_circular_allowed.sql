Two tables that point at each other go. One constraint has to be dropped before the tables.
--- old
CREATE SCHEMA app;
CREATE TABLE app.teams (id int PRIMARY KEY, lead_id int);
CREATE TABLE app.members (id int PRIMARY KEY, team_id int NOT NULL REFERENCES app.teams);
ALTER TABLE app.teams ADD CONSTRAINT teams_lead_id_fkey FOREIGN KEY (lead_id) REFERENCES app.members;
CREATE TABLE app.users (id int PRIMARY KEY);
--- rows
INSERT INTO app.users VALUES (1), (2);
INSERT INTO app.teams VALUES (1, NULL);
INSERT INTO app.members VALUES (7, 1);
UPDATE app.teams SET lead_id = 7;
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY);
--- keeps
SELECT id FROM app.users ORDER BY id;
--- allow
table app.teams = teams never shipped
table app.members = teams never shipped
