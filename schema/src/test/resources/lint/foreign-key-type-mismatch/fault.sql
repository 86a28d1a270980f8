CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE notes (
    id bigint PRIMARY KEY,
    user_id integer NOT NULL REFERENCES users (id) ON DELETE CASCADE
);
