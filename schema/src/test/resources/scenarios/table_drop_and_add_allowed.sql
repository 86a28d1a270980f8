One table goes and another comes, and the drop is allowed by name. So it is no rename and the new table starts empty.
--- old
CREATE SCHEMA app;
CREATE TABLE app.tokens (id bigint PRIMARY KEY, secret text NOT NULL);
--- rows
INSERT INTO app.tokens VALUES (1, 'plain text');
--- new
CREATE SCHEMA app;
CREATE TABLE app.api_keys (id bigint PRIMARY KEY, secret_hash bytea NOT NULL);
--- after
SELECT count(*) = 0 FROM app.api_keys;
--- allow
table app.tokens = the secrets were stored in the clear and are void
--- plan
DROP TABLE
CREATE TABLE
