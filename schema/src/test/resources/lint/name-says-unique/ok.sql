CREATE TABLE users (id bigint PRIMARY KEY, email text UNIQUE, api_key text, unique_views int);
CREATE UNIQUE INDEX users_email_uniq ON users (lower(email));
CREATE INDEX users_api_key ON users (api_key);
CREATE INDEX users_unique_views_idx ON users (unique_views);
CREATE INDEX users_keys_idx ON users (email, api_key);
