CREATE TABLE users (
    id bigint PRIMARY KEY,
    email text NOT NULL UNIQUE,
    name text
);

CREATE INDEX users_name_idx ON users (name);
COMMENT ON INDEX users_name_idx IS 'Serves the search by name';
