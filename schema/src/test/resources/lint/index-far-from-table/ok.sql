--- file teams.sql
CREATE TABLE teams (id bigint PRIMARY KEY, name text);
CREATE INDEX ON teams (name);
--- file users.sql
CREATE TABLE users (id bigint PRIMARY KEY, name text UNIQUE);
CREATE INDEX users_name_idx ON users (lower(name));
