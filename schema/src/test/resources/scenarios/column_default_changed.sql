The default of a column changes. Rows keep what they have.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id bigint PRIMARY KEY, credits int NOT NULL DEFAULT 10, locale text DEFAULT 'en');
--- rows
INSERT INTO app.users (id) VALUES (1), (2);
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id bigint PRIMARY KEY, credits int NOT NULL DEFAULT 25, locale text DEFAULT 'en');
--- keeps
SELECT id, credits, locale FROM app.users ORDER BY id;
--- plan
SET DEFAULT
