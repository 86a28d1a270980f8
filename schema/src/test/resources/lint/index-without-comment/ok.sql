CREATE TABLE users (id bigint PRIMARY KEY, name text UNIQUE, email text, born date);
CREATE INDEX users_name_idx ON users (lower(name));
COMMENT ON INDEX users_name_idx IS 'Serves the search by name';
CREATE INDEX users_email_idx ON users (email);
CREATE INDEX users_born_idx ON users (born);
