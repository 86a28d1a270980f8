An extension is added in a schema of its own, and a default calls one of its functions.
--- old
CREATE SCHEMA app;
CREATE TABLE app.keys (id int PRIMARY KEY, note text);
--- rows
INSERT INTO app.keys VALUES (1, 'first');
--- new
CREATE SCHEMA crypto;
CREATE EXTENSION pgcrypto WITH SCHEMA crypto;
CREATE SCHEMA app;
CREATE TABLE app.keys (id int PRIMARY KEY, note text, secret bytea NOT NULL DEFAULT crypto.gen_random_bytes(16));
--- keeps
SELECT id, note FROM app.keys;
--- after
SELECT octet_length(secret) = 16 FROM app.keys;
--- plan
CREATE EXTENSION
