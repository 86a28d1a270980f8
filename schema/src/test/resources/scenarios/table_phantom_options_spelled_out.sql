Storage options and persistence are written another way, with the same meaning. Nothing is to be done.
--- old
CREATE SCHEMA app;
CREATE TABLE app.balances (id int PRIMARY KEY, cents bigint) WITH (fillfactor = 80);
CREATE UNLOGGED TABLE app.cache (k text PRIMARY KEY, v text);
--- rows
INSERT INTO app.balances VALUES (1, 2);
--- new
CREATE SCHEMA app;
CREATE UNLOGGED TABLE app.cache (k text, v text, CONSTRAINT cache_pkey PRIMARY KEY (k));
CREATE TABLE app.balances (id int PRIMARY KEY, cents bigint);
ALTER TABLE app.balances SET (fillfactor = '80');
--- keeps
SELECT id, cents FROM app.balances;
--- plan
(nothing)
