A trigram index is added together with the extension that has its operator class.
--- old
CREATE SCHEMA app;
CREATE TABLE app.messages (id int PRIMARY KEY, body text NOT NULL);
--- rows
INSERT INTO app.messages VALUES (1, 'hello world'), (2, 'good bye');
--- new
CREATE EXTENSION pg_trgm;
CREATE SCHEMA app;
CREATE TABLE app.messages (id int PRIMARY KEY, body text NOT NULL);
CREATE INDEX messages_body_trgm_idx ON app.messages USING gin (body gin_trgm_ops);
--- keeps
SELECT id, body FROM app.messages ORDER BY id;
--- plan
CREATE EXTENSION
gin_trgm_ops
CREATE INDEX CONCURRENTLY
