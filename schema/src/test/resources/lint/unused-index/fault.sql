CREATE TABLE users (
    id bigint PRIMARY KEY,
    name text,
    born date
);
CREATE INDEX users_name_idx ON users (name);
CREATE INDEX users_born_idx ON users (born);
