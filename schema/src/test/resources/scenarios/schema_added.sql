A second schema is added with a table that points into the first.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY);
--- rows
INSERT INTO app.users VALUES (1);
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY);
CREATE SCHEMA billing;
COMMENT ON SCHEMA billing IS 'money only';
CREATE TABLE billing.accounts (user_id int PRIMARY KEY REFERENCES app.users, cents bigint NOT NULL DEFAULT 0);
GRANT USAGE ON SCHEMA billing TO app_writer;
--- keeps
SELECT id FROM app.users;
--- plan
CREATE SCHEMA
