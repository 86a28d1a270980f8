--- file indexes.sql
--- file users.sql
CREATE TABLE users (id bigint PRIMARY KEY, name text);

CREATE INDEX users_name_idx ON users (name);
COMMENT ON INDEX public.users_name_idx IS 'Serves the user''s search';

CREATE TABLE teams (id bigint PRIMARY KEY, name text);

CREATE INDEX teams_name_idx ON teams (name);
