CREATE TABLE users (id bigint PRIMARY KEY, email text, phone text, name text);
CREATE UNIQUE INDEX users_email_key ON users (email);
CREATE UNIQUE INDEX uq_users_phone ON users (phone);
CREATE INDEX users_lower_idx ON users (lower(name));
