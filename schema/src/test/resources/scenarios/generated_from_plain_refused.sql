A plain column is to become a generated one, so what is written in it would be lost. The plan must stop.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, first text NOT NULL, display text);
--- rows
INSERT INTO app.users VALUES (1, 'Ada', 'The Countess');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, first text NOT NULL, display text GENERATED ALWAYS AS (upper(first)) STORED);
--- refused
column app.users.display
