CREATE TABLE teams (id bigint PRIMARY KEY);
CREATE TABLE users (
    id bigint PRIMARY KEY,
    team bigint REFERENCES teams (id),
    email text UNIQUE,
    name text
);
-- For a foreign key, unique, or of a table that is small.
CREATE INDEX users_team_idx ON users (team);
CREATE UNIQUE INDEX users_name_key ON users (name);
CREATE INDEX teams_idx ON teams ((id + 1));
