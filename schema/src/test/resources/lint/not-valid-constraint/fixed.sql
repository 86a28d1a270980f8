CREATE TABLE teams (id bigint PRIMARY KEY);
CREATE TABLE users (id bigint PRIMARY KEY, age integer, team bigint);
ALTER TABLE users ADD CONSTRAINT users_age_check CHECK (age > 0);
ALTER TABLE users ADD CONSTRAINT users_team_fkey FOREIGN KEY (team) REFERENCES teams (id);
