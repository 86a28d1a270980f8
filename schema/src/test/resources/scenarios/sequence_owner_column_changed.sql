A free sequence becomes owned by the column that uses it.
--- old
CREATE SCHEMA app;
CREATE SEQUENCE app.user_ids;
CREATE TABLE app.users (id bigint PRIMARY KEY DEFAULT nextval('app.user_ids'), email text);
--- rows
INSERT INTO app.users (email) VALUES ('a@example.org');
--- new
CREATE SCHEMA app;
CREATE SEQUENCE app.user_ids;
CREATE TABLE app.users (id bigint PRIMARY KEY DEFAULT nextval('app.user_ids'), email text);
ALTER SEQUENCE app.user_ids OWNED BY app.users.id;
--- keeps
SELECT id, email FROM app.users;
SELECT last_value FROM app.user_ids;
--- plan
OWNED BY
