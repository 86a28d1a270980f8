CREATE TABLE users (id bigint PRIMARY KEY, age integer);
ALTER TABLE users ADD CONSTRAINT users_age_check CHECK (age > 0);
