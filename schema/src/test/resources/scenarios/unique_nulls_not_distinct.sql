A unique constraint lets only one row have null from now on.
--- old
CREATE SCHEMA app;
CREATE TABLE app.settings (id int PRIMARY KEY, user_id int, key text NOT NULL, CONSTRAINT settings_key UNIQUE (user_id, key));
--- rows
INSERT INTO app.settings VALUES (1, NULL, 'theme'), (2, 1, 'theme');
--- new
CREATE SCHEMA app;
CREATE TABLE app.settings (id int PRIMARY KEY, user_id int, key text NOT NULL, CONSTRAINT settings_key UNIQUE NULLS NOT DISTINCT (user_id, key));
--- keeps
SELECT id, user_id, key FROM app.settings ORDER BY id;
--- plan
NULLS NOT DISTINCT
