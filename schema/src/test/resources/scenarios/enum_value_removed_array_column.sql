A label goes from an enum that is used as an array, with a default. Arrays are converted too.
--- old
CREATE SCHEMA app;
CREATE TYPE app.scope AS ENUM ('read', 'write', 'admin', 'legacy');
CREATE TABLE app.keys (id int PRIMARY KEY, scopes app.scope[] NOT NULL DEFAULT '{read}', first_scope app.scope);
--- rows
INSERT INTO app.keys VALUES (1, '{read,write}', 'read'), (2, '{}', NULL), (3, '{admin}', 'admin');
--- new
CREATE SCHEMA app;
CREATE TYPE app.scope AS ENUM ('read', 'write', 'admin');
CREATE TABLE app.keys (id int PRIMARY KEY, scopes app.scope[] NOT NULL DEFAULT '{read}', first_scope app.scope);
--- keeps
SELECT id, scopes, first_scope FROM app.keys ORDER BY id;
--- plan
[]
