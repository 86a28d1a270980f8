An identity column becomes a plain one; ids come from elsewhere now. The values stay.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text NOT NULL);
--- rows
INSERT INTO app.users (email) VALUES ('a@example.org'), ('b@example.org');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id bigint PRIMARY KEY, email text NOT NULL);
--- keeps
SELECT id, email FROM app.users ORDER BY id;
--- allow
sequence app.users_id_seq = ids are made by the service
--- plan
DROP IDENTITY
--- never
DROP COLUMN
