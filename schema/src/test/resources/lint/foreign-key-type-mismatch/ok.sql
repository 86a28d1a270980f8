CREATE DOMAIN user_id AS bigint;
CREATE TABLE users (id user_id PRIMARY KEY, code varchar(20) UNIQUE);
CREATE TABLE notes (
    id bigint PRIMARY KEY,
    owner bigint REFERENCES users (id),
    code text REFERENCES users (code)
);
