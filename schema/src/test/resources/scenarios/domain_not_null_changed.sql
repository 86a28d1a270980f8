One domain no longer allows nulls, and another allows them again.
--- old
CREATE SCHEMA app;
CREATE DOMAIN app.code AS text;
CREATE DOMAIN app.label AS text NOT NULL;
CREATE TABLE app.items (id int PRIMARY KEY, code app.code, label app.label);
--- rows
INSERT INTO app.items VALUES (1, 'a', 'A');
--- new
CREATE SCHEMA app;
CREATE DOMAIN app.code AS text NOT NULL;
CREATE DOMAIN app.label AS text;
CREATE TABLE app.items (id int PRIMARY KEY, code app.code, label app.label);
--- keeps
SELECT id, code, label FROM app.items;
--- plan
SET NOT NULL
DROP NOT NULL
