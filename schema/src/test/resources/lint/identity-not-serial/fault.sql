CREATE TABLE users (
    id bigserial PRIMARY KEY,
    number serial NOT NULL UNIQUE
);
