CREATE TABLE users (id bigint PRIMARY KEY, email text, phone text, name text);
CREATE INDEX users_email_key ON users (email);
CREATE INDEX uq_users_phone ON users (phone);
CREATE INDEX users_name_unique_idx ON users (lower(name));
