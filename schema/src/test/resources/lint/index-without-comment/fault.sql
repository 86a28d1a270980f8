CREATE TABLE users (id bigint PRIMARY KEY, name text, email text, born date);
CREATE INDEX users_name_idx ON users (name);
COMMENT ON INDEX users_name_idx IS 'Serves the search by name';
CREATE INDEX users_email_idx ON users (email);
COMMENT ON INDEX users_email_idx IS 'Serves the sign-in';
CREATE INDEX users_born_idx ON users (born);
