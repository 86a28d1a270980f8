A table whose key counts by a sequence of its own, with a reference and an index.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY);
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY);
CREATE TABLE app.teams (id serial PRIMARY KEY, lead int REFERENCES app.users);
CREATE INDEX teams_lead_idx ON app.teams (lead);
--- plan
CREATE SEQUENCE app.teams_id_seq
CREATE TABLE app.teams
ALTER SEQUENCE app.teams_id_seq OWNED BY app.teams.id
