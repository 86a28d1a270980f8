CREATE TABLE users (
    id bigint PRIMARY KEY,
    email text NOT NULL UNIQUE,
    name text
);

CREATE INDEX users_name_idx ON users (name);
COMMENT ON INDEX users_name_idx IS 'Serves the search by name';

-- Somebody made it again.
CREATE INDEX users_name_idx2 ON users USING btree (name);
COMMENT ON INDEX users_name_idx2 IS 'Serves the same search';

CREATE UNIQUE INDEX users_email_idx ON users (email);
