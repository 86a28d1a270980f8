CREATE TABLE users (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text
);
CREATE TABLE notes (
    id bigserial PRIMARY KEY,
    user_id bigint NOT NULL REFERENCES users (id)
);
CREATE TABLE events (
    id bigint GENERATED ALWAYS AS IDENTITY (START WITH 2000000000) PRIMARY KEY
);
